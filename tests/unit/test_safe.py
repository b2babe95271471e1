"""What may be printed as it is."""

from __future__ import annotations

import pytest

from dicli.core.safe import clean

CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) != "\n"]
DIRECTIONS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
LINE_ENDS = [0x2028, 0x2029]


@pytest.mark.parametrize("code", [*CONTROLS, *DIRECTIONS, *LINE_ENDS, 0xD800, 0xDC80, 0xDFFF], ids=hex)
def test_what_controls_a_terminal_or_reorders_text_is_written_out(code: int) -> None:
    escape = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    assert clean(f"a{chr(code)}b") == f"a{escape}b"
    assert clean(f"é{chr(code)}b") == f"é{escape}b"


def test_other_text_is_left_as_it_is() -> None:
    text = "Café\n\u05d0\u05d1 \u6f22\u5b57 e\u0301 \u200d \U0001f600"
    assert clean(text) == text
