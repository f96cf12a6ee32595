"""Facts: which of them a verdict rests on, which are worth a column, and which call made them."""

from __future__ import annotations

import re
from typing import Iterable

from .model import Instance, Step, Verdict

_NAMED = re.compile(r"(?:^| )([a-z][A-Za-z0-9_.-]*)=")
_WORD = re.compile(r'"[^"]*"|[A-Za-z][A-Za-z0-9_.-]*')


def named(verdict: Verdict) -> list[str]:
    """The names a verdict's observation or condition speaks of; facts among them, also variables and limits."""
    names = _NAMED.findall(verdict.observed)
    if not names:
        names = [word for word in _WORD.findall(verdict.expect) if word[0].islower()]
    return list(dict.fromkeys(names))


def used(instance: Instance, verdicts: Iterable[Verdict]) -> list[str]:
    """The facts of an instance that verdicts rest on."""
    found = {name for verdict in verdicts for name in named(verdict)}
    return [label for label in instance.facts if label in found]


def main(instance: Instance, most: int = 6) -> list[str]:
    """The facts worth reading first: the outcome of each labelled call, and what verdicts rest on."""
    wanted = set(used(instance, instance.verdicts))
    plain = [label for label in instance.facts if label in wanted or "." not in label]
    if len(plain) <= most:
        return plain
    return [label for label in plain if label in wanted][:most] or plain[:most]


def calls(instance: Instance, labels: Iterable[str]) -> list[Step]:
    """The calls that made these facts, in order; the last call where none is labelled so."""
    wanted = set()
    for label in labels:
        wanted.add(label)
        wanted.add(label.split(".", 1)[0])
    found = [step for step in instance.trace if step.label and step.label in wanted]
    return found or list(instance.trace[-1:])
