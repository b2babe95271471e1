"""Opens an address in the browser, where there is one that a person would see."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from dicli.output.terminal import report, to_terminal


def open_in_browser(url: str, environ: Mapping[str, str]) -> bool:
    """Opens an http or https address; False, with a word on standard error, where no browser can be opened.

    $BROWSER is honoured. Over SSH or without a display only a $BROWSER that was set on purpose is tried. The
    address is one argument of the browser's command; no shell ever sees it.
    """
    if not url.startswith(("http://", "https://")):
        return False
    commands = [one.strip() for one in environ.get("BROWSER", "").split(os.pathsep) if one.strip()]
    if not commands and not _has_display(environ):
        report("no browser here; open the link above by hand")
        return False
    import webbrowser

    os.environ["BROWSER"] = os.pathsep.join(map(_with_address, commands))
    try:
        done = webbrowser.open(url)
    except (webbrowser.Error, OSError, ValueError):  # ValueError: a quote that is never closed
        done = False
    if not done:
        report("no browser could be started; open the link above by hand")
    return done


def copy_to_clipboard(text: str) -> None:
    """Asks the terminal to copy a text (xterm's OSC 52), which also works over SSH."""
    from base64 import b64encode

    to_terminal(f"\x1b]52;c;{b64encode(text.encode()).decode()}\a")


def _with_address(command: str) -> str:
    """A command with a place for the address, which webbrowser wants where there are arguments."""
    from shutil import which

    if "%s" in command or " " not in command or which(command):
        return command
    program = command.removesuffix("&")
    return f"{program} %s{command[len(program) :]}"


def _has_display(environ: Mapping[str, str]) -> bool:
    """Whether a person would see a window that opens here."""
    is_remote = environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")
    has_screen = sys.platform in ("win32", "darwin") or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return bool(has_screen and not is_remote)
