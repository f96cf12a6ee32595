"""The first sentence of every report: does the subject conform to what it claims, where not, what changed."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Results
from .text import listing, plural
from .verdicts import Score, closest, scores


@dataclass(frozen=True)
class Headline:
    state: str
    """One of: conforms, known, new, unproven, cut."""
    word: str
    sentence: str
    """Without the subject it begins with."""
    details: str


def of(results: Results) -> Headline:
    found = scores(results)
    gated = [score for score in found if score.gated]
    state, word = _state(results, gated)
    return Headline(state, word, _sentence(results, gated), _details(found, gated))


def _state(results: Results, gated: list[Score]) -> tuple[str, str]:
    if results.footer is None:
        return "cut", "the run was cut off"
    gate = results.footer.gate
    if gate["new"] or gate["changed"]:
        return "new", "new or changed deviations"
    if results.footer.smoke_failed or gate.exit == 3 or not results.instances:
        return "unproven", "not obtained"
    if any(score.deviating for score in gated):
        return "known", "known deviations only"
    if not gated:
        return "unproven", "no document claimed"
    return "conforms", "conforms"


def _sentence(results: Results, gated: list[Score]) -> str:
    if not results.instances:
        return "was not observed: no case was run."
    if not gated:
        return "claims no document; every document is shown for comparison."
    what = "it claims" if set(results.header.gated) == set(results.header.claims) else "the gate looks at"
    holding = [score for score in gated if score.holds and score.judged]
    failing = [score for score in gated if not score.holds]
    if not failing:
        if not holding:
            return f"could not be judged against {_documents(gated, what)}."
        documents = (
            _documents(gated, what) if len(holding) == len(gated) else listing(score.id for score in holding)
        )
        lacking = sum(score.not_obtained for score in holding)
        but = f", as far as observed: {plural(lacking, 'clause')} could not be obtained" if lacking else ""
        return f"conforms to {documents}{but}{_unjudged(gated)}."
    places = listing(f"{score.id} in {plural(score.deviating, 'clause')}" for score in failing)
    keeps = f"conforms to {listing(score.id for score in holding)} and " if holding else ""
    return f"{keeps}deviates from {places}{_news(results)}{_unjudged(gated)}."


def _unjudged(gated: list[Score]) -> str:
    names = [score.id for score in gated if not score.judged]
    return f"; {listing(names)} could not be judged" if names else ""


def _documents(gated: list[Score], what: str) -> str:
    if len(gated) == 1:
        return f"{gated[0].id}, the document {what}"
    return f"all {len(gated)} documents {what}"


def _news(results: Results) -> str:
    if results.footer is None:
        return ""
    gate = results.footer.gate
    fresh = gate["new"] + gate["changed"]
    if fresh:
        return f"; {plural(fresh, 'observation')} of these {'is' if fresh == 1 else 'are'} new or changed"
    return "; nothing of this is new"


def _details(found: list[Score], gated: list[Score]) -> str:
    best = closest(found)
    if best is None:
        return "No clause of any document was found to hold."
    also = [score for score in gated if score.id != best.id and score.judged]
    text = f"Closest document: {best.id}, {best.ratio} clauses hold"
    if also:
        text += f"; {listing(f'{score.id} {score.ratio}' for score in also)}"
    return text + "."
