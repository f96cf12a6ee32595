"""Reads suite/documents: what each clause quotes, so that a page can show the law beside the observation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .load import Malformed
from .text import visible, visible_prose

_FIELD = re.compile(r"([a-z][a-z0-9-]*):[ \t]?(.*)")


@dataclass(frozen=True)
class Clause:
    id: str
    level: str
    quote: str
    where: str
    says: str
    untestable: str
    conflicts: str
    note: str


@dataclass(frozen=True)
class Document:
    id: str
    title: str
    publisher: str
    version: str
    source: str
    interface: str
    clauses: dict[str, Clause]


Documents = dict[str, Document]
Record = dict[str, list[str]]


def records(text: str, path: str) -> list[Record]:
    """The records of a rec file."""
    found: list[Record] = []
    current: Record = {}
    last: Optional[list[str]] = None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            continue
        if not line.strip():
            if current:
                found.append(current)
            current, last = {}, None
            continue
        if line.startswith("+"):
            if last is None:
                raise Malformed(f"{path}:{number}: expected a field before a line that begins with +")
            last[-1] += "\n" + line[1:].removeprefix(" ")
            continue
        match = _FIELD.fullmatch(line)
        if match is None:
            raise Malformed(f"{path}:{number}: expected `name: value`")
        last = current.setdefault(match.group(1), [])
        last.append(match.group(2).strip())
    if current:
        found.append(current)
    return found


def _text(record: Record, name: str) -> str:
    return visible_prose(" ".join(record.get(name, [])))


def read(path: Path) -> Optional[Document]:
    """The document in a file; none where the file holds no clauses."""
    found = records(path.read_text(encoding="utf-8", errors="replace"), visible(str(path)))
    if not found or "document" not in found[0]:
        return None
    head, identity = found[0], _text(found[0], "document")
    clauses = {}
    for record in found[1:]:
        anchor = _text(record, "clause")
        clauses[f"{identity}/{anchor}"] = Clause(
            id=f"{identity}/{anchor}",
            level=_text(record, "level"),
            quote=_text(record, "quote"),
            where=_text(record, "where"),
            says=_text(record, "says"),
            untestable=_text(record, "untestable"),
            conflicts=_text(record, "conflicts"),
            note=_text(record, "note"),
        )
    return Document(
        id=identity,
        title=_text(head, "title"),
        publisher=_text(head, "publisher"),
        version=_text(head, "version"),
        source=_text(head, "source"),
        interface=_text(head, "interface"),
        clauses=clauses,
    )


def read_all(directory: Path) -> Documents:
    """All documents of a directory, by id; none where there is no such directory."""
    found: Documents = {}
    for path in sorted(directory.glob("*.rec")) if directory.is_dir() else []:
        document = read(path)
        if document is not None:
            found[document.id] = document
    return found


def clause(documents: Documents, identity: str) -> Optional[Clause]:
    document = documents.get(identity.split("/", 1)[0])
    return document.clauses.get(identity) if document else None
