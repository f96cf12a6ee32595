"""What one instance means to a tool that knows only passed, failed and skipped (JUnit, TAP, CTRF)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Collection

from .model import DEVIATIONS, Instance, Verdict
from .verdicts import RANK

# passed: every gated clause that judges it holds, or leaves it open · failed: a new or changed deviation ·
# known: deviations the baseline has · broken: not obtained · skipped: nothing could be or is required here.
KINDS = ("passed", "failed", "known", "broken", "skipped")


@dataclass(frozen=True)
class Outcome:
    kind: str
    raw: str
    message: str
    details: list[str]


def of(instance: Instance, gated: Collection[str]) -> Outcome:
    """The outcome of an instance for the gated documents."""
    spoken = sorted(
        (verdict for verdict in instance.verdicts if verdict.document in gated), key=lambda v: RANK[v.verdict]
    )
    deviations = [verdict for verdict in spoken if verdict.verdict in DEVIATIONS]
    news = [verdict for verdict in deviations if verdict.gate != "known"]
    if news:
        return _outcome("failed", news[0].verdict, news)
    if instance.status in ("crash", "hang") and not deviations:
        reason = instance.reason or "the agent ended or did not answer"
        return Outcome("failed", instance.status, f"{instance.status}: {reason}", [])
    if deviations:
        return _outcome("known", deviations[0].verdict, deviations)
    if instance.status == "inconclusive" or any(verdict.verdict == "inconclusive" for verdict in spoken):
        return Outcome("broken", "inconclusive", f"not obtained: {_reason(instance, spoken)}", [])
    if instance.status == "unsupported" or (
        spoken and all(verdict.verdict == "unsupported" for verdict in spoken)
    ):
        return Outcome("skipped", "unsupported", f"unsupported: {_reason(instance, spoken)}", [])
    if all(verdict.verdict == "not-applicable" for verdict in spoken):
        said = "not applicable here" if spoken else "nothing required by the gated documents"
        return Outcome("skipped", "not-applicable", said, [])
    return _outcome(
        "passed", spoken[0].verdict, [verdict for verdict in spoken if verdict.verdict == "falls-short"]
    )


def _reason(instance: Instance, spoken: list[Verdict]) -> str:
    return instance.reason or next(
        (verdict.reason for verdict in spoken if verdict.reason), "no reason given"
    )


def sentence(verdict: Verdict) -> str:
    """`posix/einval: deviates: observed call=ok, expected call = EINVAL`."""
    known = f" ({verdict.gate}{': ' + verdict.why if verdict.why else ''})" if verdict.gate else ""
    return (
        f"{verdict.clause}: {verdict.verdict}: observed {verdict.observed or 'nothing'},"
        f" {verdict.level} be {verdict.expect}{known}"
    )


def _outcome(kind: str, raw: str, verdicts: list[Verdict]) -> Outcome:
    details = [sentence(verdict) for verdict in verdicts]
    return Outcome(kind, raw, details[0] if details else "", details)
