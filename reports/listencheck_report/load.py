"""Reads and checks results.jsonl. The file may come from a stranger: nothing in it is taken on trust."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any, Iterable, NoReturn, Optional

from .model import (
    GATES,
    LEVELS,
    STATUSES,
    VERDICTS,
    Change,
    DocumentCount,
    DocumentHead,
    Footer,
    Gate,
    Header,
    Instance,
    Results,
    Step,
    Verdict,
)
from .text import visible, visible_prose

FORMAT = 1
# What a footer counts beside verdicts.
COUNTED_TOO = ("untestable", "not-run")
CHANGE_KINDS = ("new", "changed", "known", "fixed", "stale")


class Malformed(Exception):
    """A line that is not what it must be: `FILE:LINE: expected …`. Exit 64."""


class NothingRun(Exception):
    """No results at all: the file cannot be read or holds no header. Exit 3."""


class Reader:
    """Takes typed values out of one parsed line, and says where and what where they are not there."""

    def __init__(self, path: str, line: int) -> None:
        self.path = path
        self.line = line

    def fail(self, expected: str) -> NoReturn:
        raise Malformed(f"{self.path}:{self.line}: expected {expected}")

    def parse(self, raw: bytes) -> dict[str, Any]:
        try:
            value = json.loads(
                raw.decode("utf-8"), parse_constant=lambda name: self.fail(f"JSON, not {name}")
            )
        except UnicodeDecodeError as error:
            self.fail(f"UTF-8 text (byte {error.start + 1} of the line is not)")
        except json.JSONDecodeError as error:
            self.fail(f"one JSON object on the line ({error.msg} at column {error.colno})")
        except (RecursionError, ValueError):
            self.fail("one JSON object on the line (it is too deep or has a number too long)")
        if not isinstance(value, dict):
            self.fail("one JSON object on the line")
        return value

    def text(
        self, owner: dict[str, Any], name: str, default: Optional[str] = None, prose: bool = False
    ) -> str:
        value = owner.get(name, default)
        if not isinstance(value, str):
            self.fail(f"a string as {name!r}")
        return visible_prose(value) if prose else visible(value)

    def word(self, owner: dict[str, Any], name: str) -> str:
        value = self.text(owner, name)
        if not value or len(owner[name].split()) != 1:
            self.fail(f"one word as {name!r}")
        return value

    def one_of(self, owner: dict[str, Any], name: str, allowed: tuple[str, ...], default: str = "") -> str:
        value = self.text(owner, name, default)
        if value not in allowed and not (value == "" and default == "" and name == "gate"):
            self.fail(f"{name!r} to be one of {', '.join(allowed)}")
        return value

    def count(self, owner: dict[str, Any], name: str, default: Optional[int] = None) -> int:
        value = owner.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
            self.fail(f"a number, not negative, as {name!r}")
        return value

    def scalar(self, owner: dict[str, Any], name: str) -> str:
        value = owner[name]
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, (int, float)):
            return repr(value)
        return self.text(owner, name)

    def mapping(self, owner: dict[str, Any], name: str, strings: bool = False) -> dict[str, str]:
        value = owner.get(name, {})
        if not isinstance(value, dict):
            self.fail(f"an object as {name!r}")
        for key, entry in value.items():
            if not isinstance(entry, str) and (strings or not isinstance(entry, (int, float))):
                self.fail(f"strings as the values of {name!r} ({visible(str(key))!r} has none)")
        return {visible(key): self.scalar(value, key) for key in value}

    def words(self, owner: dict[str, Any], name: str) -> tuple[str, ...]:
        value = owner.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self.fail(f"a list of strings as {name!r}")
        return tuple(visible(entry) for entry in value)

    def objects(self, owner: dict[str, Any], name: str) -> list[dict[str, Any]]:
        value = owner.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.fail(f"a list of objects as {name!r}")
        return value


def _header(reader: Reader, line: dict[str, Any]) -> Header:
    if line.get("format") != FORMAT:
        reader.fail(f"results of format {FORMAT}")
    documents = tuple(
        DocumentHead(
            id=reader.word(entry, "id"),
            title=reader.text(entry, "title", "", prose=True),
            clauses=reader.count(entry, "clauses"),
            untestable=reader.count(entry, "untestable", 0),
        )
        for entry in reader.objects(line, "documents")
    )
    if len({document.id for document in documents}) != len(documents):
        reader.fail("each document once")
    return Header(
        suite=reader.text(line, "suite", ""),
        subject=reader.word(line, "subject"),
        target=reader.text(line, "target", ""),
        title=reader.text(line, "title", "", prose=True),
        selection=reader.text(line, "selection", ""),
        start=reader.text(line, "start", ""),
        agent=reader.mapping(line, "agent"),
        limits=reader.mapping(line, "limits"),
        environment=reader.mapping(line, "environment"),
        claims=reader.words(line, "claims"),
        gated=reader.words(line, "gated"),
        documents=documents,
    )


def _verdict(reader: Reader, entry: dict[str, Any], documents: frozenset[str]) -> Verdict:
    clause = reader.word(entry, "clause")
    document, slash, anchor = clause.partition("/")
    if not slash or not anchor or document not in documents:
        reader.fail("'clause' as document/anchor, of a document the header names")
    return Verdict(
        clause=clause,
        level=reader.one_of(entry, "level", LEVELS),
        verdict=reader.one_of(entry, "verdict", VERDICTS),
        expect=reader.text(entry, "expect", ""),
        observed=reader.text(entry, "observed", ""),
        reason=reader.text(entry, "reason", "", prose=True),
        gate=reader.one_of(entry, "gate", GATES),
        why=reader.text(entry, "why", "", prose=True),
    )


def _instance(reader: Reader, line: dict[str, Any], documents: frozenset[str]) -> Instance:
    case = reader.word(line, "case")
    return Instance(
        case=case,
        title=reader.text(line, "title", "", prose=True),
        area=reader.text(line, "area", "") or case.split(".", 1)[0],
        matrix=tuple(reader.mapping(line, "matrix", strings=True).items()),
        status=reader.one_of(line, "status", STATUSES),
        reason=reader.text(line, "reason", "", prose=True),
        microseconds=reader.count(line, "us", 0),
        facts=reader.mapping(line, "facts", strings=True),
        trace=tuple(
            Step(
                reader.text(step, "request", ""),
                reader.text(step, "reply", ""),
                reader.text(step, "label", ""),
            )
            for step in reader.objects(line, "trace")
        ),
        verdicts=tuple(_verdict(reader, entry, documents) for entry in reader.objects(line, "verdicts")),
    )


def _gate(reader: Reader, line: dict[str, Any]) -> Gate:
    value = line.get("gate", {})
    if not isinstance(value, dict):
        reader.fail("an object as 'gate'")
    names = ("new", "changed", "known", "fixed", "stale", "unsupported", "inconclusive")
    changes = tuple(
        Change(
            kind=reader.one_of(entry, "class", CHANGE_KINDS),
            case=reader.text(entry, "case", ""),
            clause=reader.text(entry, "clause", ""),
            observed=reader.text(entry, "observed", ""),
            baseline=reader.text(entry, "baseline", ""),
            why=reader.text(entry, "why", "", prose=True),
        )
        for entry in reader.objects(value, "changes")
    )
    return Gate(
        {name: reader.count(value, name, 0) for name in names}, reader.count(value, "exit", 0), changes
    )


def _footer(reader: Reader, line: dict[str, Any]) -> Footer:
    counts = []
    for entry in reader.objects(line, "documents"):
        verdicts = entry.get("verdicts", {})
        if not isinstance(verdicts, dict):
            reader.fail("an object as 'verdicts'")
        for name in verdicts:
            if name not in VERDICTS and name not in COUNTED_TOO:
                reader.fail(f"verdicts only ({visible(name)!r} is none)")
        counts.append(
            DocumentCount(
                id=reader.word(entry, "id"),
                clauses=reader.count(entry, "clauses"),
                verdicts={name: reader.count(verdicts, name) for name in verdicts},
                claimed=entry.get("claimed") is True,
            )
        )
    seconds = line.get("seconds", 0)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        reader.fail("a number as 'seconds'")
    return Footer(
        instances=reader.count(line, "instances", 0),
        cases=reader.count(line, "cases", 0),
        facts=reader.count(line, "facts", 0),
        seconds=f"{seconds:.1f}",
        smoke_failed=line.get("smoke_failed") is True,
        documents=tuple(counts),
        gate=_gate(reader, line),
    )


def read(path: str) -> Results:
    """The results in a file, which may be packed with gzip (.gz). Raises Malformed or NothingRun."""
    try:
        if path.endswith(".gz"):
            with gzip.open(path, "rb") as packed:
                return parse(packed, path)
        with open(path, "rb") as stream:
            return parse(stream, path)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NothingRun(f"{path}: cannot be read: {reason}") from error


def parse(stream: Iterable[bytes], path: str) -> Results:
    header: Optional[Header] = None
    footer: Optional[Footer] = None
    instances: list[Instance] = []
    seen: set[str] = set()
    documents: frozenset[str] = frozenset()
    cut = "the file ends without a footer"
    for number, raw in enumerate(stream, 1):
        reader = Reader(visible(path), number)
        if not raw.strip():
            continue
        try:
            line = reader.parse(raw)
        except Malformed:
            # Only the last line has no line end: it was being written when the run was cut off.
            if raw.endswith(b"\n") or header is None or footer is not None:
                raise
            cut = f"line {number} is only half there"
            break
        kind = line.get("type")
        if footer is not None:
            reader.fail("nothing after the footer")
        if header is None:
            if kind != "header":
                reader.fail("the header on the first line")
            header = _header(reader, line)
            documents = frozenset(document.id for document in header.documents)
        elif kind == "case":
            instance = _instance(reader, line, documents)
            if instance.id in seen:
                reader.fail(f"each instance once ({instance.id} is there twice)")
            seen.add(instance.id)
            instances.append(instance)
        elif kind == "footer":
            footer = _footer(reader, line)
        else:
            reader.fail("a line of type case or footer")
    if header is None:
        raise NothingRun(f"{visible(path)}: no results: the file holds no header")
    instances.sort(key=lambda instance: instance.case)
    return Results(
        path=visible(path),
        header=header,
        instances=tuple(instances),
        footer=footer,
        cut="" if footer else cut,
        cases=len({instance.case for instance in instances}),
    )
