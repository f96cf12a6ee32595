"""The kill matrix: which cases catch which fault, from the file that `listencheck prove` writes (suite/schema/PROOF.md)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping

from .load import Malformed, NothingRun
from .text import visible

FORMAT = 1


@dataclass(frozen=True)
class Fault:
    """One deliberate violation and what noticed it."""

    name: str
    title: str
    model: str
    like: tuple[str, ...]
    meant: tuple[str, ...]
    caught_by: tuple[str, ...]
    turns: tuple[str, ...]
    caught: bool
    as_meant: bool

    def areas(self) -> dict[str, int]:
        """How many cases of each area catch it."""
        found: dict[str, int] = {}
        for case in self.caught_by:
            area = case.split(".", 1)[0]
            found[area] = found.get(area, 0) + 1
        return found


@dataclass(frozen=True)
class Proof:
    suite: str
    proved: bool
    sums: Mapping[str, int]
    models: tuple[tuple[str, str, int, int], ...]
    faults: tuple[Fault, ...]
    weakest: tuple[tuple[str, int], ...]

    @property
    def areas(self) -> list[str]:
        return sorted({area for fault in self.faults for area in fault.areas()})


def _words(value: Any, path: str, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise Malformed(f"{path}:1: {name}: expected a list of strings")
    return tuple(visible(word) for word in value)


def _fault(entry: Any, path: str) -> Fault:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise Malformed(f"{path}:1: faults: expected objects with a name")
    return Fault(
        name=visible(entry["name"]),
        title=visible(str(entry.get("title", ""))),
        model=visible(str(entry.get("model", ""))),
        like=_words(entry.get("like", []), path, "like"),
        meant=_words(entry.get("meant", []), path, "meant"),
        caught_by=_words(entry.get("caught-by", []), path, "caught-by"),
        turns=_words(entry.get("turns", []), path, "turns"),
        caught=entry.get("caught") is True,
        as_meant=entry.get("as-meant") is True,
    )


def read(path: str) -> Proof:
    """The proof in a file. Raises Malformed or NothingRun."""
    try:
        with open(path, encoding="utf-8") as stream:
            content = json.load(stream)
    except OSError as error:
        raise NothingRun(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{path}:1: expected one JSON object: {error}") from error
    if not isinstance(content, dict) or content.get("type") != "proof" or content.get("format") != FORMAT:
        raise Malformed(
            f"{path}:1: expected a proof of format {FORMAT}, as `listencheck prove --out` writes it"
        )
    sums = content.get("sums")
    if not isinstance(sums, dict) or not all(isinstance(number, int) for number in sums.values()):
        raise Malformed(f"{path}:1: sums: expected an object of numbers")
    for name in ("models", "faults", "clauses"):
        if not isinstance(content.get(name), list) or not all(
            isinstance(entry, dict) for entry in content[name]
        ):
            raise Malformed(f"{path}:1: {name}: expected a list of objects")
    clauses = [(visible(str(entry.get("clause"))), entry.get("turned-by", 0)) for entry in content["clauses"]]
    if not all(isinstance(count, int) for _, count in clauses):
        raise Malformed(f"{path}:1: clauses: turned-by: expected numbers")
    return Proof(
        suite=visible(str(content.get("suite", ""))),
        proved=content.get("proved") is True,
        sums=sums,
        models=tuple(
            (
                visible(str(entry.get("document"))),
                visible(str(entry.get("changes", ""))),
                int(entry.get("judged", 0)),
                int(entry.get("conforming", 0)),
            )
            for entry in content["models"]
        ),
        faults=tuple(_fault(entry, path) for entry in content["faults"]),
        weakest=tuple(sorted(clauses, key=lambda one: (one[1], one[0]))[:40]),
    )


def write_html(proof: Proof) -> str:
    # Jinja2 is needed for pages only.
    from .html import environment, squeezed

    return squeezed(environment().get_template("proof.html.j2").render(proof=proof))


def write_sentence(proof: Proof) -> str:
    """The figures, as the README has them."""
    sums = proof.sums
    return (
        f"{sums.get('caught', 0)} of {sums.get('faults', 0)} faults caught, {sums.get('as-meant', 0)} by a case meant to · "
        f"{sums.get('turned', 0)} of {sums.get('judged', 0)} judged clauses shown able to fail · "
        f"{sums.get('conforming', 0)} of {sums.get('judged', 0)} conform in a reference model · "
        f"{sums.get('killing', 0)} cases catch a fault\n"
    )
