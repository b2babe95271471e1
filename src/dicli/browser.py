"""Opens an address in the browser, where there is one that a person would see."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from dicli.terminal import tell

__all__ = ["opened"]


def opened(url: str, environ: Mapping[str, str]) -> bool:
    """Opens an http or https address; False, with a word on standard error, where no browser can be opened.

    $BROWSER is honoured. Over SSH or without a display only a $BROWSER that was set on purpose is tried. The
    address is one argument of the browser's command; no shell ever sees it.
    """
    if not url.startswith(("http://", "https://")):
        return False
    if not environ.get("BROWSER") and not _has_display(environ):
        tell("no browser here; open the link above by hand")
        return False
    import webbrowser

    try:
        done = webbrowser.open(url)
    except (webbrowser.Error, OSError):
        done = False
    if not done:
        tell("no browser could be started; open the link above by hand")
    return done


def _has_display(environ: Mapping[str, str]) -> bool:
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return False
    return (
        sys.platform in ("win32", "darwin")
        or os.name == "nt"
        or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    )
