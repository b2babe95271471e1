"""Opens an address in a browser, if a person could see it, or puts it on the clipboard."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from dicli.output.terminal import is_tty, report, to_terminal


def open_in_browser(url: str, environ: Mapping[str, str]) -> bool:
    """Opens an http or https address; if no browser can be opened, returns False with a message on standard error.

    Honors $BROWSER. Over SSH or without a display, only a $BROWSER that was set on purpose is tried. The address is
    one argument of the browser's command; no shell ever sees it.
    """
    if not url.startswith(("http://", "https://")):
        return False
    commands = [command.strip() for command in environ.get("BROWSER", "").split(os.pathsep) if command.strip()]
    if not commands and not _has_display(environ):
        report("no browser available; open the link above yourself")
        return False
    import webbrowser

    os.environ["BROWSER"] = os.pathsep.join(map(_with_address, commands))
    try:
        done = webbrowser.open(url)
    except (webbrowser.Error, OSError, ValueError):  # ValueError: a quote that is never closed
        done = False
    if not done:
        report("could not start a browser; open the link above yourself")
    return done


def copy_to_clipboard(text: str) -> None:
    """Asks the terminal to copy a text (xterm's OSC 52), which also works over SSH, and says so."""
    from base64 import b64encode

    if not is_tty(sys.stderr):
        report(f"cannot copy {text}: standard error is not a terminal")
        return
    to_terminal(f"\x1b]52;c;{b64encode(text.encode()).decode()}\a")
    report(f"copied {text}, if this terminal allows it")


def _with_address(command: str) -> str:
    """A command with a placeholder for the address, which webbrowser needs if there are arguments."""
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
