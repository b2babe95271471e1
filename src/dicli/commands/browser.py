"""Opens an address in a browser, or copies it to the clipboard."""

import os
import sys

from dicli.output.terminal import is_tty, report, to_standard_error


def open_in_browser(url: str) -> None:
    """Opens an http or https address, or reports that this is not possible. Any other
    address is ignored.

    Over SSH or without a display, only a $BROWSER that was set on purpose is tried. The
    address is one argument of the browser's command; no shell ever sees it.
    """
    if not url.startswith(("http://", "https://")):
        return
    if not os.environ.get("BROWSER") and not _has_display():
        report("no browser available; open the link above yourself")
        return
    import webbrowser

    try:
        is_open = webbrowser.open(url)
    # ValueError: $BROWSER has a quote that is never closed
    except (webbrowser.Error, OSError, ValueError):
        is_open = False
    if not is_open:
        report("could not start a browser; open the link above yourself")


def copy_to_clipboard(text: str) -> None:
    """Asks the terminal to copy a text (xterm's OSC 52), which also works over SSH.
    Reports that the text was copied, or why it cannot be.
    """
    from base64 import b64encode

    if not is_tty(sys.stderr):
        report(f"cannot copy {text}: standard error is not a terminal")
        return
    to_standard_error(f"\x1b]52;c;{b64encode(text.encode()).decode()}\a")
    report(f"copied {text}, if this terminal allows it")


def _has_display() -> bool:
    """Whether a person would see a window that opens here."""
    if "SSH_CONNECTION" in os.environ or "SSH_TTY" in os.environ:
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
