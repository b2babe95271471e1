"""Which characters are safe to print, and addresses that cannot pass for others."""

from __future__ import annotations

# Control characters, lone surrogates, and what reorders the text around it (bidirectional overrides, isolates).
_UNSAFE = {
    **{code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x0A},
    **{code: f"\\u{code:04x}" for code in (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))},
}


def clean(text: str) -> str:
    """The text with everything that could control a terminal written out, except line ends."""
    if text.isascii() and text.isprintable():
        return text
    text = "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text.translate(_UNSAFE)


def safe_url(url: str) -> str:
    """The address in ASCII: its host in punycode, so that no look-alike can pass for it, the rest in `%` escapes."""
    if url.isascii():
        return url
    import re
    from urllib.parse import quote

    scheme, host, rest = re.split(r"(?<=://)([^/?#]*)", url, maxsplit=1)
    host = re.sub("[\u3002\uff0e\uff61]", ".", host).replace("\uff1a", ":")
    host = re.sub(r"[^.:]+", lambda found: _punycode(found[0]), host)
    return scheme + host + re.sub(r"[^\x00-\x7f]+", lambda found: quote(found[0]), rest)


def _punycode(label: str) -> str:
    """A part of a host name as name servers know it (RFC 3492). What browsers refuse there is escaped with `%`."""
    from unicodedata import category, normalize
    from urllib.parse import quote

    if label.isascii():
        return label
    folded = normalize("NFKC", normalize("NFKC", label).lower())
    if not all(category(c)[0] in "LMN" or c == "-" for c in folded):
        return quote(label)
    return folded if folded.isascii() else f"xn--{folded.encode('punycode').decode()}"
