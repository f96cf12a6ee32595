"""The summary as Markdown, for a step summary: changes first, at most 60 kB, and it says what was cut."""

from __future__ import annotations

import re
from typing import Iterable

from . import changes, deviations, headline, missing
from .documents import Documents
from .model import Results
from .text import plural
from .verdicts import Score, scores

MOST_BYTES = 60_000
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$^-])")


def plain(text: str) -> str:
    """Text that Markdown leaves as it is, also in a table."""
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        _SPECIAL.sub(r"\\\1", entities)
        .replace("@", "&#64;")
        .replace("://", ":&#47;&#47;")
        .replace("www.", "www&#46;")
    )


def code(text: str) -> str:
    """Text in a code span, also in a table; what a span cannot hold is written as entities."""
    if re.fullmatch(r"[A-Za-z0-9 ._=:;,/+()\[\]*!-]+", text) and text.strip() == text:
        return f"`{text}`"
    return "<code>" + "".join(c if c.isalnum() or c in " .=-" else f"&#{ord(c)};" for c in text) + "</code>"


def write(results: Results, documents: Documents) -> str:
    said = headline.of(results)
    blocks = [f"## {code(results.subject)} {plain(said.sentence)}\n", f"{plain(said.details)}\n"]
    if results.truncated:
        blocks.append(f"**The run was cut off: {plain(results.cut)}.** What follows was recorded before.\n")
    if results.header.selection:
        blocks.append(f"Only a part of the suite was run: {code(results.header.selection)}.\n")
    blocks += _changes(results)
    blocks += _documents(scores(results))
    blocks += _deviations(results, documents)
    blocks += _others(results)
    blocks += _missing(results)
    blocks += _environment(results)
    return _capped(blocks)


def _changes(results: Results) -> list[str]:
    if results.footer is None:
        return ["### Since the baseline\n", "Not known: the run was cut off.\n"]
    gate = results.footer.gate
    counts = [f"{name} {gate[name]}" for name in ("new", "changed", "known", "fixed", "stale")]
    counts += [f"unsupported {results.with_status('unsupported')}", f"not obtained {results.not_obtained}"]
    blocks = ["### Since the baseline\n", " · ".join(counts) + "\n"]
    if not gate.changes:
        return [*blocks, "No change.\n"]
    blocks.append("| | case | where | clause | observed | baseline |\n| --- | --- | --- | --- | --- | --- |")
    return [*blocks, *[_change(one) for one in changes.fold(gate.changes)], ""]


def _change(one: changes.Folded) -> str:
    where = "; ".join(one.where[:3]) + (" …" if len(one.where) > 3 else "")
    more = f" and {plural(one.values - 1, 'other value')}" if one.values > 1 else ""
    observed = (code(one.observed) if one.observed else "") + more
    clauses = ", ".join(code(clause) for clause in one.clauses)
    cells = [
        code(one.case),
        code(where) if where else "",
        clauses,
        observed,
        code(one.baseline) if one.baseline else "",
    ]
    return f"| {one.kind} | {' | '.join(cells)} |"


def _documents(found: Iterable[Score]) -> list[str]:
    blocks = ["### Documents\n", "| document | holds | | beside |\n| --- | ---: | --- | --- |"]
    for score in found:
        name = f"**{plain(score.id)}**" if score.gated else plain(score.id)
        blocks.append(
            f"| {name} | {score.ratio} | {', '.join(score.against())} | {' · '.join(score.beside())} |"
        )
    return [
        *blocks,
        "\nBold: looked at by the gate. Holds: clauses that conform, of those that ask for something here.\n",
    ]


def _deviations(results: Results, documents: Documents) -> list[str]:
    cards = deviations.cards(results, results.header.gated, documents)
    if not cards:
        return ["### Deviations\n", "None from a document the gate looks at.\n"]
    return [f"### Deviations ({plural(len(cards), 'case')})\n", *[_card(card) for card in cards]]


def _card(card: deviations.Card) -> str:
    lines = [f"#### {code(card.case)} {plain(card.title)}{f' ({card.gate})' if card.gate else ''}\n"]
    for block in card.blocks:
        called = " · ".join(code(step.request) for step in block.calls[:4])
        for seen in block.observations[:4]:
            where = "; ".join(seen.where[:3]) + (" …" if len(seen.where) > 3 else "")
            lines.append(
                f"- {called} → {code(seen.observed or seen.verdict)}{f' in {code(where)}' if where else ''}"
            )
        if len(block.observations) > 4:
            lines.append(f"- and {len(block.observations) - 4} other values")
        for need in block.requirements:
            quote = (
                f" “{plain(need.text.quote)}” ({plain(need.text.where)})"
                if need.text and need.text.quote
                else ""
            )
            gate = f" **{need.gate}**" if need.gate else ""
            why = f": {plain(need.why)}" if need.why else ""
            lines.append(f"  - {code(need.clause)} {need.level}{quote} asks {code(need.expect)}{gate}{why}")
    return "\n".join([*lines, "", f"Again: {code(card.command)}", ""])


def _others(results: Results) -> list[str]:
    others = [head.id for head in results.header.documents if head.id not in results.header.gated]
    cards = deviations.cards(results, others, {})
    if not cards:
        return []
    blocks = [
        "### Deviations from the other documents\n",
        "| case | observed | documents |\n| --- | --- | --- |",
    ]
    for card in cards:
        seen = list(
            dict.fromkeys(one.observed or one.verdict for block in card.blocks for one in block.observations)
        )
        text = ", ".join(code(value) for value in seen[:3]) + (
            f" and {len(seen) - 3} more" if len(seen) > 3 else ""
        )
        blocks.append(f"| {code(card.case)} | {text} | {plain(', '.join(card.documents))} |")
    return [*blocks, ""]


def _missing(results: Results) -> list[str]:
    lacks = missing.lacks(results)
    if not lacks:
        return ["### Not obtained\n", "Every instance that was run gave its facts.\n"]
    blocks = ["### Not obtained\n", "| | instances | reason | cases |\n| --- | ---: | --- | --- |"]
    for lack in lacks:
        cases = ", ".join(code(case) for case, _ in lack.cases[:6])
        more = f" and {len(lack.cases) - 6} more" if len(lack.cases) > 6 else ""
        blocks.append(f"| {lack.status} | {lack.count} | {plain(lack.reason)} | {cases}{more} |")
    return [*blocks, ""]


def _environment(results: Results) -> list[str]:
    header = results.header
    pairs = {
        "suite": header.suite,
        "target": header.target,
        **header.agent,
        **header.limits,
        **header.environment,
    }
    return [
        "### Environment\n",
        "\n".join(f"- {plain(name)}: {code(value)}" for name, value in pairs.items() if value),
        "",
    ]


def _capped(blocks: list[str]) -> str:
    """Whole blocks only, as many as fit; the last line says what is missing."""
    text: list[str] = []
    size = 0
    for position, block in enumerate(blocks):
        size += len(block.encode("utf-8")) + 1
        if size > MOST_BYTES - 200:
            left = len(blocks) - position
            text.append(
                f"\n*{plural(left, 'more part')} of this summary cut to keep it under 60 kB: see index.html.*\n"
            )
            break
        text.append(block)
    return "\n".join(text).rstrip("\n") + "\n"
