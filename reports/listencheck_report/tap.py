"""TAP version 14: one test point an instance; known deviations are TODO, what is not required is SKIP."""

from __future__ import annotations

import json

from . import outcome
from .model import Instance, Results
from .outcome import Outcome
from .verdicts import scores


def write(results: Results) -> str:
    instances = results.instances
    lines = ["TAP version 14", f"1..{len(instances)}"]
    if not instances:
        lines[1] = "1..0 # SKIP no case was run"
    lines.append(f"# subject {results.subject}, suite {results.header.suite}")
    for score in scores(results):
        lines.append("# " + " · ".join([f"{score.id} {score.ratio}", *score.against(), *score.beside()]))
    for number, instance in enumerate(instances, 1):
        lines += _point(number, instance, outcome.of(instance, results.header.gated))
    if results.truncated:
        lines.append(f"Bail out! the run was cut off: {results.cut}")
    return "\n".join(lines) + "\n"


def _point(number: int, instance: Instance, answer: Outcome) -> list[str]:
    good = answer.kind in ("passed", "skipped")
    directive = ""
    if answer.kind == "known":
        directive = f" # TODO known: {_escaped(answer.message)}"
    elif answer.kind == "skipped":
        directive = f" # SKIP {_escaped(answer.message)}"
    description = f"{instance.id}: {instance.title}" if instance.title else instance.id
    lines = [f"{'ok' if good else 'not ok'} {number} - {_escaped(description)}{directive}"]
    if answer.kind == "skipped":
        return lines
    lines += ["  ---", f"  verdict: {json.dumps(answer.raw)}"]
    if answer.message and answer.kind != "passed":
        lines.append(f"  message: {_yaml(answer.message)}")
    if answer.details:
        lines.append("  clauses:")
        lines += [f"    - {_yaml(detail)}" for detail in answer.details]
    if instance.facts:
        lines.append("  facts:")
        lines += [f"    {_yaml(label)}: {_yaml(value)}" for label, value in instance.facts.items()]
    if answer.kind in ("failed", "broken"):
        lines.append("  trace:")
        lines += [f"    - {_yaml(step.request + ' => ' + step.reply)}" for step in instance.trace]
    return [*lines, "  ..."]


def _escaped(text: str) -> str:
    """A description may hold neither a bare # nor a line end; visible() has taken the line ends."""
    return text.replace("\\", "\\\\").replace("#", "\\#")


def _yaml(text: str) -> str:
    """A double-quoted YAML scalar: every JSON string is one."""
    return json.dumps(text, ensure_ascii=False)
