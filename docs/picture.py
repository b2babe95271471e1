"""Draws docs/find.svg, the picture in the README, from a real run. Run it when the look
has changed:

python docs/picture.py
"""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).with_name("find.svg")
COMMAND = ["find", "burnout", "-n", "2"]
WIDTH = 80


def run() -> Text:
    """What the command writes, as on a terminal."""
    given = [
        *COMMAND,
        "--format",
        "table",
        "--color",
        "always",
        "--catalogue",
        "bundled",
    ]
    environ = {**os.environ, "COLUMNS": str(WIDTH), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "dicli", *given],
        capture_output=True,
        env=environ,
        check=True,
    )
    return Text.from_ansi(done.stdout.decode())


def drawn(text: Text) -> str:
    """The text as an SVG that fetches nothing."""
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
    )
    console.print(text, overflow="fold")
    svg = console.export_svg(title=" ".join(["dicli", *COMMAND]), unique_id="dicli")
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S).replace(
        "<text ", '<text xml:space="preserve" '
    )


def words(svg: str) -> str:
    """The letters of a picture without what is around them, and without blanks: how
    Rich parts these varies.
    """
    body = svg.partition("<g class=")[2]
    return "".join(
        html.unescape("".join(re.findall(r"<text[^>]*>([^<]*)</text>", body))).split()
    )


if __name__ == "__main__":
    PICTURE.write_text(drawn(run()), encoding="utf-8")
