"""JUnit XML, the portable core: testsuites, testsuite, testcase, failure, error, skipped, properties, system-out."""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from . import outcome
from .model import Instance, Results
from .outcome import Outcome
from .verdicts import scores


def write(results: Results) -> str:
    gated = results.header.gated
    lines: list[str] = []
    total = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    ordered = sorted(results.instances, key=lambda instance: instance.area)
    for area, members in groupby(ordered, key=lambda instance: instance.area):
        pairs = [(instance, outcome.of(instance, gated)) for instance in members]
        kinds = [answer.kind for _, answer in pairs]
        counts = {
            "tests": len(pairs),
            "failures": kinds.count("failed"),
            "errors": kinds.count("broken"),
            "skipped": kinds.count("skipped") + kinds.count("known"),
        }
        for name, count in counts.items():
            total[name] += count
        seconds = _seconds(sum(instance.microseconds for instance, _ in pairs))
        lines.append(f"  <testsuite name={_quoted(area)}{_attributes(counts)} time={_quoted(seconds)}>")
        for instance, answer in pairs:
            lines += _testcase(instance, answer)
        lines.append("  </testsuite>")
    if results.truncated:
        total["tests"] += 1
        total["errors"] += 1
        lines += [
            '  <testsuite name="run" tests="1" failures="0" errors="1" skipped="0" time="0.000000">',
            '    <testcase classname="run" name="complete" time="0.000000">',
            f"      <error message={_quoted('the run was cut off: ' + results.cut)} type=\"truncated\"/>",
            "    </testcase>",
            "  </testsuite>",
        ]
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites name={_quoted(results.subject)}{_attributes(total)}>",
    ]
    properties = _properties(results)
    return "\n".join([*head, *properties, *lines, "</testsuites>", ""])


def _properties(results: Results) -> list[str]:
    pairs = [("suite", results.header.suite), ("target", results.header.target)]
    pairs += [
        (f"document.{score.id}", " · ".join([score.ratio, *score.against(), *score.beside()]))
        for score in scores(results)
    ]
    lines = [f"    <property name={_quoted(name)} value={_quoted(value)}/>" for name, value in pairs]
    suite = '  <testsuite name="listencheck" tests="0" failures="0" errors="0" skipped="0" time="0.000000">'
    return [
        suite,
        "    <properties>",
        *[f"  {line}" for line in lines],
        "    </properties>",
        "  </testsuite>",
    ]


def _testcase(instance: Instance, answer: Outcome) -> list[str]:
    name = f"classname={_quoted(instance.case)} name={_quoted(instance.id)}"
    head = f"    <testcase {name} time={_quoted(_seconds(instance.microseconds))}"
    body = []
    if answer.kind == "failed":
        details = "\n".join([*answer.details, *_evidence(instance)])
        body.append(
            f"      <failure message={_quoted(answer.message)} type={_quoted(answer.raw)}>{escape(details)}</failure>"
        )
    elif answer.kind == "broken":
        body.append(f"      <error message={_quoted(answer.message)} type={_quoted(answer.raw)}/>")
    elif answer.kind in ("skipped", "known"):
        prefix = "known deviation: " if answer.kind == "known" else ""
        body.append(f"      <skipped message={_quoted(prefix + answer.message)}/>")
    shown = [f"{label}={value}" for label, value in instance.facts.items()]
    if answer.kind == "passed":
        shown += answer.details
    if shown and answer.kind != "failed":
        body.append(f"      <system-out>{escape(chr(10).join(shown))}</system-out>")
    return [f"{head}>", *body, "    </testcase>"] if body else [f"{head}/>"]


def _evidence(instance: Instance) -> list[str]:
    return [
        f"{step.request} => {step.reply}" + (f" [{step.label}]" if step.label else "")
        for step in instance.trace
    ]


def _quoted(text: str) -> str:
    return quoteattr(text)


def _attributes(counts: dict[str, int]) -> str:
    return "".join(f' {name}="{count}"' for name, count in counts.items())


def _seconds(microseconds: int) -> str:
    return f"{microseconds / 1_000_000:.6f}"
