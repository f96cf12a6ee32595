"""Text from outside made fit to print: what no reader could see, or no file may hold, becomes visible."""

from __future__ import annotations

import re
from typing import Iterable

LONGEST = 2000

# Controls, invisible and direction-changing characters, separators that break lines, halves of surrogate pairs
# and the code points XML forbids.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def visible(text: str) -> str:
    """One line without any character that acts instead of showing; clipped where it is absurdly long."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}… ({len(text) - LONGEST} more)"
    # Most text is harmless, and this is told ten times faster so.
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub(_escape, text)


def visible_prose(text: str) -> str:
    """As visible(), for sentences written by people: line ends and tabs are blanks."""
    return visible(" ".join(text.split()))


def plural(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listing(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
