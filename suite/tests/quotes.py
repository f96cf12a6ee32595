#!/usr/bin/env python3
"""Check that every quote of suite/documents stands in the document it is taken from.

usage: quotes.py DIRECTORY [DOCUMENT...]

The documents themselves are not part of this repository. DIRECTORY holds their text as ID.txt, or as several files in a folder ID/.
Blanks, line ends, letter case, emphasis marks, tags and link targets are not compared. Documents without text are named and passed over.
Exit status: 0 all quotes found, 1 a quote is missing or too long, 64 wrong usage.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

LONGEST_QUOTE = 25  # words
DOCUMENTS = Path(__file__).resolve().parent.parent / "documents"


def fields(text: str) -> list[dict[str, str]]:
    """The records of a rec file; of a repeated field only the last value is kept, which is enough here."""
    records: list[dict[str, str]] = [{}]
    name = ""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if not line.strip():
            if records[-1]:
                records.append({})
        elif line.startswith("+"):
            records[-1][name] += "\n" + line[1:].removeprefix(" ")
        else:
            name, _, value = line.partition(":")
            records[-1][name] = value.strip()
    return [record for record in records if record]


def plain(text: str) -> str:
    """Text as it is compared: without markup, blanks and letter case."""
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"</?[A-Za-z][^<>]*>", "", text)
    text = re.sub(r"[‐‑-]\n\s*", "-", text)
    text = text.replace("’", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"[\s*\[\]\\`]+", "", text).casefold()


def source(directory: Path, document: str) -> str | None:
    """The text of one document, or None where the directory does not hold it."""
    single, folder = directory / f"{document}.txt", directory / document
    if single.is_file():
        return single.read_text(encoding="utf-8", errors="replace")
    if folder.is_dir():
        return "\n".join(
            page.read_text(encoding="utf-8", errors="replace") for page in sorted(folder.iterdir())
        )
    return None


def complaints(path: Path, text: str | None) -> list[str]:
    """What is wrong with the quotes of one document."""
    found = []
    haystack = None if text is None else plain(text)
    for record in fields(path.read_text(encoding="utf-8")):
        if "clause" not in record:
            continue
        name = f"{path.stem}/{record['clause']}"
        quote = record.get("quote", "")
        if not quote:
            found.append(f"{name}: no quote")
        if len(quote.split()) > LONGEST_QUOTE:
            found.append(f"{name}: {len(quote.split())} words are more than {LONGEST_QUOTE}")
        if haystack is not None and plain(quote) not in haystack:
            found.append(f"{name}: not in the document: {quote}")
    return found


def main(arguments: list[str]) -> int:
    if not arguments or not Path(arguments[0]).is_dir():
        print("usage: quotes.py DIRECTORY [DOCUMENT...]", file=sys.stderr)
        return 64
    wanted = arguments[1:] or sorted(path.stem for path in DOCUMENTS.glob("*.rec"))
    wrong = 0
    for document in wanted:
        path = DOCUMENTS / f"{document}.rec"
        if not path.is_file():
            print(f"{document}: no such document", file=sys.stderr)
            return 64
        text = source(Path(arguments[0]), document)
        if text is None:
            print(f"{document}: no text to compare with")
        for complaint in complaints(path, text):
            wrong += 1
            print(complaint)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
