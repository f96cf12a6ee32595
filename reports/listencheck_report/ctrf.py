"""Common Test Report Format (CTRF), with the verdict itself as rawStatus."""

from __future__ import annotations

import json
from typing import Any

from . import outcome
from .model import Instance, Results
from .outcome import Outcome
from .verdicts import scores

# A known deviation neither passes nor fails a build.
_STATUS = {"passed": "passed", "failed": "failed", "known": "other", "broken": "other", "skipped": "skipped"}


def write(results: Results) -> str:
    header = results.header
    tests = [_test(instance, outcome.of(instance, header.gated)) for instance in results.instances]
    statuses = [test["status"] for test in tests]
    summary: dict[str, Any] = {"tests": len(tests)}
    summary.update(
        {status: statuses.count(status) for status in ("passed", "failed", "pending", "skipped", "other")}
    )
    # The format wants a start and a stop; results carry no clock that two runs would share.
    summary.update({"start": 0, "stop": sum(test["duration"] for test in tests)})
    summary["extra"] = {
        "documents": {
            score.id: {"clauses": score.clauses, "verdicts": score.counts, "gated": score.gated}
            for score in scores(results)
        },
        "truncated": results.truncated,
        "gate": results.footer.gate.counts if results.footer else {},
    }
    report = {
        "reportFormat": "CTRF",
        "specVersion": "0.0.0",
        "results": {
            "tool": {"name": "listencheck", "version": header.suite},
            "summary": summary,
            "tests": tests,
            "environment": {
                "appName": results.subject,
                "osPlatform": header.agent.get("os", ""),
                "extra": {"limits": header.limits, "environment": header.environment},
            },
        },
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _test(instance: Instance, answer: Outcome) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": instance.id,
        "status": _STATUS[answer.kind],
        "rawStatus": answer.raw,
        "duration": instance.microseconds // 1000,
        "suite": instance.area,
    }
    if answer.message:
        test["message"] = answer.message
    if answer.kind in ("failed", "broken"):
        test["trace"] = "\n".join(f"{step.request} => {step.reply}" for step in instance.trace)
    if instance.facts:
        test["extra"] = {"facts": instance.facts}
    return test
