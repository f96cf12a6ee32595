"""Draws backlog curves as SVG by hand: small, deterministic, coloured by the page that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import log2
from typing import Iterable, Optional, Sequence

from .curves import EXCESS, Curve, Point

WIDTH, HEIGHT = 460, 290
LEFT, RIGHT, TOP, BOTTOM = 40, 14, 26, 62
Y_TICKS = (0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 30000, 65536)
SIGNS = {"refused": "✕", "reset": "↯", "pending": "⋮", "again": "↺"}
# Beyond this the axis is compressed: the interesting part lies before it.
WIDE = 17.0


@dataclass(frozen=True)
class Series:
    name: str
    colour: int
    points: Sequence[Point]


@dataclass(frozen=True)
class Axes:
    """What panels share, so that they can be compared by eye."""

    asked: tuple[int, ...]
    highest: int
    limit: Optional[int]

    def x(self, value: float) -> float:
        first, last = _place(min(self.asked)) - 0.3, _place(max(self.asked)) + 0.3
        return LEFT + (_place(value) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        room = HEIGHT - TOP - BOTTOM
        return TOP + room - log2(1 + max(0.0, value)) / log2(1 + self.highest * 1.25) * room


def _place(value: float) -> float:
    """A symmetric logarithm; negative numbers and very large ones are kept close together."""
    if value < 0:
        return -(0.8 + 0.07 * log2(-value)) if value <= -1 else 0.8 * value
    place = log2(1 + value)
    return place if place <= WIDE else WIDE + (place - WIDE) * 0.12


def axes(curves: Iterable[Curve], limit: Optional[int]) -> Axes:
    asked: set[int] = set()
    highest = 1
    for curve in curves:
        for point in curve.points:
            asked.add(point.asked)
            highest = max(highest, point["accepted"] or 0, point["established"] or 0)
    return Axes(tuple(sorted(asked)), highest, limit)


def panel(title: str, series: Sequence[Series], shared: Axes) -> str:
    """One panel as an <svg> element; its colours are the classes c0, c1 … of the page."""
    parts = [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">',
        f'<text class="t" x="{LEFT}" y="15">{escape(title)}</text>',
        *_frame(shared),
        *_references(shared),
    ]
    for one in series:
        parts += _curve(one, shared)
    parts += _excess(series, shared)
    return "".join([*parts, "</svg>"])


def _frame(shared: Axes) -> list[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = []
    last = 1000.0
    for tick in Y_TICKS:
        y = shared.y(tick)
        if y < TOP - 1 or last - y < 12:
            continue
        last = y
        parts.append(f'<path class="g" d="M{LEFT} {y:.1f}H{right}"/>')
        parts.append(f'<text class="k e" x="{LEFT - 5}" y="{y + 3.5:.1f}">{tick}</text>')
    placed: list[tuple[float, float]] = []
    for value in sorted(shared.asked, key=lambda value: _importance(value, shared)):
        x, text = shared.x(value), _short(value)
        half = 3.2 * len(text) + 3
        if all(abs(x - other) >= half + wide for other, wide in placed):
            placed.append((x, half))
            parts.append(f'<path class="g" d="M{x:.1f} {bottom}v4"/>')
            parts.append(f'<text class="k m" x="{x:.1f}" y="{bottom + 15}">{text}</text>')
    parts.append(f'<path class="a" d="M{LEFT} {TOP}V{bottom}H{right}"/>')
    return parts


def _importance(value: int, shared: Axes) -> tuple[int, int]:
    if value in (0, min(shared.asked), max(shared.asked), -1, shared.limit):
        return (0, value)
    return (1 if value & (value - 1) == 0 else 2, value)


def _short(value: int) -> str:
    if value == 2**31 - 1:
        return "2³¹−1"
    if value == -(2**31):
        return "−2³¹"
    return str(value).replace("-", "−")


def _references(shared: Axes) -> list[str]:
    """y = x, x + 1 and 1.5 x, and the limit."""
    parts = []
    bottom = HEIGHT - BOTTOM
    highest = shared.highest * 1.25
    for scale, offset in ((1.5, 0), (1.0, 1), (1.0, 0)):
        end = min(float(max(shared.asked)), (highest - offset) / scale)
        steps = [end * (2 ** (step / 6) - 1) / 31 for step in range(31)]
        path = "L".join(f"{shared.x(at):.1f} {shared.y(scale * at + offset):.1f}" for at in steps)
        parts.append(f'<path class="r" d="M{path}"/>')
    at = min(float(max(shared.asked)), highest)
    parts.append(f'<text class="k f" x="{shared.x(at):.1f}" y="{TOP - 4}">1.5x, x+1, x</text>')
    if shared.limit is not None and min(shared.asked) < shared.limit < max(shared.asked):
        x = shared.x(shared.limit)
        parts.append(f'<path class="l" d="M{x:.1f} {TOP}V{bottom}"/>')
        parts.append(f'<text class="k e" x="{x - 3:.1f}" y="{bottom - 5}">limit {shared.limit}</text>')
        if shared.limit <= highest:
            y = shared.y(shared.limit)
            parts.append(f'<path class="l" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
    return parts


def _curve(one: Series, shared: Axes) -> list[str]:
    parts = [f'<g class="c{one.colour}">']
    for name, style in (("established", "b"), ("accepted", "s")):
        known = [(point.asked, value) for point in one.points if (value := point[name]) is not None]
        if known:
            path = "L".join(f"{shared.x(asked):.1f} {shared.y(value):.1f}" for asked, value in known)
            parts.append(f'<path class="{style}" d="M{path}"/>')
    for point in one.points:
        value = point["accepted"]
        if value is None:
            continue
        x, y = shared.x(point.asked), shared.y(value)
        title = f"<title>{escape(f'{one.name}: {point.tooltip()}')}</title>"
        if point.held_all:
            parts.append(f'<path class="p h" d="M{x:.1f} {y - 4.5:.1f}l4 7h-8z">{title}</path>')
        else:
            parts.append(f'<circle class="p" cx="{x:.1f}" cy="{y:.1f}" r="3">{title}</circle>')
    return [*parts, "</g>"]


def _excess(series: Sequence[Series], shared: Axes) -> list[str]:
    """A line of signs under the axis: what the clients saw that found no place."""
    parts = []
    y = HEIGHT - BOTTOM + 32
    for one in series[:2]:
        last = -100.0
        parts.append(f'<g class="c{one.colour}">')
        for point in one.points:
            seen = [name for name in EXCESS if point[name]]
            x = shared.x(point.asked)
            if seen and x - last >= 9:
                last = x
                parts.append(f'<text class="x" x="{x:.1f}" y="{y}">{SIGNS[seen[0]]}</text>')
        parts.append("</g>")
        y += 13
    parts.append(f'<text class="k" x="{LEFT}" y="{HEIGHT - 4}">asked for</text>')
    return parts


def overlay(title: str, series: Sequence[Series], shared: Axes) -> str:
    """Curves of many subjects in one panel: lines only, each with the names it stands for."""
    parts = [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT - 26}" role="img" aria-label="{escape(title)}">',
        f'<text class="t" x="{LEFT}" y="15">{escape(title)}</text>',
        *_frame(shared),
        *_references(shared),
    ]
    for number, one in enumerate(series):
        lines = "".join(_lines(one.points, shared))
        parts.append(
            f'<g class="c{one.colour}" data-g="{number}"><title>{escape(one.name)}</title>{lines}</g>'
        )
    return "".join([*parts, f'<text class="k" x="{LEFT}" y="{HEIGHT - 30}">asked for</text></svg>'])


def small(one: Series, usual: Sequence[Point], shared: Axes) -> str:
    """One curve before the one most subjects share."""
    bottom = HEIGHT - BOTTOM
    return "".join(
        [
            f'<svg class="plot" viewBox="{LEFT - 4} {TOP - 6} {WIDTH - LEFT} {bottom - TOP + 10}" role="img" aria-label="{escape(one.name)}">',
            f'<path class="a" d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}"/>',
            *(f'<g class="u">{line}</g>' for line in _lines(usual, shared)[:1]),
            f'<g class="c{one.colour}">{"".join(_lines(one.points, shared))}</g></svg>',
        ]
    )


def _lines(points: Sequence[Point], shared: Axes) -> list[str]:
    """What was accepted, and dotted what clients believed, where that is something else."""
    lines: list[str] = []
    for name, style in (("accepted", "s"), ("established", "b")):
        known = [(point.asked, value) for point in points if (value := point[name]) is not None]
        path = "L".join(f"{shared.x(asked):.0f} {shared.y(value):.0f}" for asked, value in known)
        if path and not any(f'd="M{path}"' in line for line in lines):
            lines.append(f'<path class="{style}" d="M{path}"/>')
    return lines
