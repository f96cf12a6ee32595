"""Variations of a case told briefly: which instances share something."""

from __future__ import annotations

from typing import Sequence

from .model import Instance

Matrix = tuple[tuple[str, str], ...]
Group = list[tuple[str, tuple[str, ...]]]


def folded(instances: Sequence[Instance]) -> list[str]:
    """Phrases that name exactly these instances: `family=inet, inet6`; values are joined where only they differ."""
    return [phrase(group) for group in _merge([instance.matrix for instance in instances])]


def folded_texts(variations: Sequence[str]) -> list[str]:
    """The same for variations as text, `family=inet;backlog=0`."""
    matrices = []
    for text in variations:
        pairs = [part.partition("=") for part in text.split(";") if part]
        matrices.append(tuple((name, value if equals else "") for name, equals, value in pairs))
    return [phrase(group) for group in _merge(matrices) if group]


def phrase(group: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    return " · ".join(f"{name}={', '.join(values)}" if any(values) else name for name, values in group)


def _merge(matrices: Sequence[Matrix]) -> list[Group]:
    groups: list[Group] = [[(name, (value,)) for name, value in matrix] for matrix in matrices]
    for position in reversed(range(max((len(group) for group in groups), default=0))):
        merged: dict[tuple[object, ...], Group] = {}
        for group in groups:
            if position >= len(group):
                merged.setdefault((len(merged), "short"), group)
                continue
            name, values = group[position]
            key = (name, *group[:position], "…", *group[position + 1 :])
            if key in merged:
                known = merged[key][position][1]
                merged[key][position] = (name, known + tuple(value for value in values if value not in known))
            else:
                merged[key] = list(group)
        groups = list(merged.values())
    return groups
