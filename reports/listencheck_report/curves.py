"""Backlog curves: how many connections a listener was asked to hold, how many it accepted, how many clients believed."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Optional, Sequence

from .model import Instance, Results

PREFIX = "backlog.curve"
COUNTS = ("clients", "accepted", "established", "refused", "reset", "pending", "again", "other")
# What a client that finds no place sees.
EXCESS = ("refused", "reset", "pending", "again")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_WORDS = {"min": -(2**31), "max": 2**31 - 1}


@dataclass(frozen=True)
class Point:
    word: str
    asked: int
    counts: dict[str, Optional[int]]
    status: str
    reason: str

    def __getitem__(self, name: str) -> Optional[int]:
        return self.counts[name]

    @property
    def held_all(self) -> bool:
        """Every client that came was accepted: the value is a lower bound."""
        return (
            self["accepted"] is not None
            and self["clients"] is not None
            and self["accepted"] >= self["clients"]
        )

    def tooltip(self) -> str:
        parts = [f"{self[name]} {name}" for name in COUNTS if self[name] and name != "clients"]
        clients = f" of {self['clients']} clients" if self["clients"] is not None else ""
        return f"asked {self.asked}{clients}: {', '.join(parts) or self.reason or 'none'}"


@dataclass(frozen=True)
class Curve:
    """The points of one case for one setting of its other variables."""

    subject: str
    case: str
    setting: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]

    @property
    def name(self) -> str:
        return " ".join(value for _, value in self.setting) or self.case

    def shape(self) -> tuple[tuple[object, ...], ...]:
        """Equal for curves that draw the same."""
        return tuple((point.asked, *(point[name] for name in COUNTS)) for point in self.points)


def of(results: Results) -> list[Curve]:
    """The curves of one run, in the order of the file."""
    grouped: dict[tuple[str, tuple[tuple[str, str], ...]], list[Point]] = {}
    for instance in results.instances:
        if not instance.case.startswith(PREFIX):
            continue
        matrix = dict(instance.matrix)
        word = matrix.pop("backlog", None)
        asked = _asked(results, instance, word) if word is not None else None
        if word is None or asked is None:
            continue
        setting = tuple(matrix.items())
        grouped.setdefault((instance.case, setting), []).append(_point(instance, word, asked))
    curves = [
        Curve(results.subject, case, setting, tuple(sorted(points, key=lambda point: point.asked)))
        for (case, setting), points in grouped.items()
    ]
    return [curve for curve in curves if any(point["established"] is not None for point in curve.points)]


def _asked(results: Results, instance: Instance, word: str) -> Optional[int]:
    for label, value in instance.facts.items():
        if label.endswith(".asked") and _INTEGER.fullmatch(value):
            return int(value)
    if _INTEGER.fullmatch(word):
        return int(word)
    if word in _WORDS:
        return _WORDS[word]
    if word == "somaxconn":
        return results.number("constant")
    match = re.fullmatch(r"limit([+-][0-9]{1,9})?", word)
    limit = results.number("somaxconn")
    return limit + int(match.group(1) or 0) if match and limit is not None else None


def _point(instance: Instance, word: str, asked: int) -> Point:
    counts: dict[str, Optional[int]] = dict.fromkeys(COUNTS)
    for label, value in instance.facts.items():
        name = label.rsplit(".", 1)[-1]
        if name in counts and counts[name] is None and _INTEGER.fullmatch(value):
            counts[name] = int(value)
    return Point(word, asked, counts, instance.status, instance.reason)


def drawn_alike(curves: Sequence[tuple[int, Curve]]) -> list[list[tuple[int, Curve]]]:
    """Numbered curves of one setting whose lines are the same, the largest group first."""
    groups: dict[object, list[tuple[int, Curve]]] = {}
    for number, curve in curves:
        lines = tuple((point.asked, point["accepted"], point["established"]) for point in curve.points)
        groups.setdefault(lines, []).append((number, curve))
    return sorted(groups.values(), key=lambda group: (-len(group), group[0][0]))


def together(curves: Sequence[Curve]) -> list[list[Curve]]:
    """Curves that draw the same stand together."""
    groups: dict[object, list[Curve]] = {}
    for curve in curves:
        groups.setdefault((curve.case, curve.shape()), []).append(curve)
    return list(groups.values())


def write_csv(runs: Sequence[Results]) -> str:
    """All points of all runs. A field is never a formula to a spreadsheet."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["subject", "case", "setting", "backlog", "asked", *COUNTS, "status", "reason"])
    for results in runs:
        for curve in of(results):
            setting = ";".join(f"{name}={value}" for name, value in curve.setting)
            for point in curve.points:
                numbers = ["" if point[name] is None else str(point[name]) for name in COUNTS]
                texts = [safe_field(text) for text in (curve.subject, curve.case, setting, point.word)]
                writer.writerow([*texts, str(point.asked), *numbers, point.status, safe_field(point.reason)])
    return stream.getvalue()


def safe_field(text: str) -> str:
    """Spreadsheets run cells that begin like a formula; numbers may."""
    if text[:1] in ("=", "+", "-", "@") and not _INTEGER.fullmatch(text):
        return "'" + text
    return text
