"""A badge: the JSON that shields.io reads, and the same as an SVG that needs no service."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from .model import Results
from .verdicts import scores

LABEL = "listen()"
_COLOURS = {"brightgreen": "#2f7d4f", "yellow": "#8a6a00", "red": "#b3261e", "lightgrey": "#5f6368"}


def content(results: Results) -> tuple[str, str]:
    """Message and colour."""
    gated = [score for score in scores(results) if score.gated]
    message = " · ".join(f"{score.id} {score.ratio}" for score in gated) or "no document claimed"
    if results.truncated:
        return f"{message} · cut off", "lightgrey"
    assert results.footer is not None
    gate = results.footer.gate
    if gate["new"] or gate["changed"] or gate.exit == 1:
        return message, "red"
    if gate["inconclusive"] or gate.exit == 3 or not gated:
        return message, "lightgrey"
    return message, "yellow" if any(score.deviating for score in gated) else "brightgreen"


def write_json(results: Results) -> str:
    message, colour = content(results)
    badge = {"schemaVersion": 1, "label": LABEL, "message": message, "color": colour}
    return json.dumps(badge, ensure_ascii=False) + "\n"


def write_svg(results: Results) -> str:
    message, colour = content(results)
    left, right = _width(LABEL), _width(message)
    name = escape(f"{LABEL}: {message}", {'"': "&quot;"})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{name}">'
        f"<title>{name}</title>"
        f'<clipPath id="r"><rect width="{left + right}" height="20" rx="3"/></clipPath><g clip-path="url(#r)">'
        f'<rect width="{left}" height="20" fill="#3c4043"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{_COLOURS[colour]}"/></g>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f"{_text(LABEL, 6, left - 12)}{_text(message, left + 6, right - 12)}</g></svg>\n"
    )


def _text(text: str, x: int, width: int) -> str:
    return f'<text x="{x}" y="14" textLength="{width}" lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'


def _width(text: str) -> int:
    """About the width in Verdana 11; textLength makes the text fit it exactly in any font."""
    narrow = sum(character in "ijl.,:;|!()[]/ ftI" for character in text)
    return 12 + round((len(text) - narrow) * 7.2 + narrow * 4.6)
