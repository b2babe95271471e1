"""Opens an address in the browser, where there is one that a person would see."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from dicli.output.terminal import report, to_terminal

CLIPBOARDS = ("wl-copy", "xclip -selection clipboard", "xsel -ib", "pbcopy", "clip")


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


def copy_to_clipboard(text: str, environ: Mapping[str, str]) -> None:
    """Copies a text: with a program where there is a display, else by way of the terminal (xterm's OSC 52)."""
    from base64 import b64encode
    from shutil import which
    from subprocess import DEVNULL, run

    for command in CLIPBOARDS if _has_display(environ) else ():
        program = which(command.split()[0])
        given = [program or "", *command.split()[1:]]
        if program and not run(given, input=text.encode(), stdout=DEVNULL, stderr=DEVNULL, check=False).returncode:
            return
    to_terminal(f"\x1b]52;c;{b64encode(text.encode()).decode()}\a")


def _with_address(command: str) -> str:
    """A command with a place for the address, which webbrowser wants where there are arguments."""
    from shutil import which

    if "%s" in command or " " not in command or which(command):
        return command
    program = command.removesuffix("&")
    return f"{program} %s{command[len(program) :]}"


def _has_display(environ: Mapping[str, str]) -> bool:
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return False
    return (
        sys.platform in ("win32", "darwin")
        or os.name == "nt"
        or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    )
