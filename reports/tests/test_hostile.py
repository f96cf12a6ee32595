"""Results bent at random: each is either refused with a place and an expectation, or drawn in every format."""

from __future__ import annotations

import copy
import json
import random
import xml.etree.ElementTree as xml
from typing import Any

import make_data
import pytest
from listencheck_report import (
    badge,
    comparison,
    compare_html,
    compare_text,
    ctrf,
    curves,
    documents,
    html,
    junit,
)
from listencheck_report import load, markdown, tap
from support import DATA, results_of

BAD: tuple[Any, ...] = (
    "",
    "x" * 5000,
    "\x00\x1b[2J\r\n",
    "]]><x>&'\"",
    "</script><!--",
    "=cmd|' /C calc'!A0",
    "{{ 7*7 }}",
    "a=b;c=d]",
    -1,
    2**70,
    1.5,
    None,
    True,
    [],
    {},
    ["x"],
    {"x": "y"},
    "\ud800\u2028\ufffe",
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a value that can be replaced: container and key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    found: list[tuple[Any, Any]] = []
    for key in keys:
        found.append((value, key))
        found += places(value[key])
    return found


@pytest.mark.parametrize("seed", range(120))
def test_bent_results(seed: int) -> None:
    dice = random.Random(seed)
    lines = copy.deepcopy(make_data.lines())
    for _ in range(dice.randrange(1, 4)):
        line = dice.choice(lines)
        container, key = dice.choice(places(line))
        kind = dice.random()
        if kind < 0.15 and isinstance(container, dict):
            del container[key]
        elif kind < 0.3 and isinstance(container, dict):
            container[str(dice.choice(BAD))] = container.pop(key)
        else:
            same = [bad for bad in BAD if isinstance(bad, type(container[key]))]
            container[key] = dice.choice(same if same and dice.random() < 0.7 else BAD)
    try:
        results = results_of(json.loads(json.dumps(lines)), "R")
    except load.Malformed as error:
        place, _, expected = str(error).partition(" ")
        assert place.startswith("R:") and place[2:-1].isdigit() and expected.startswith("expected ")
        return
    known = documents.read_all(DATA / "documents")
    page = html.write(results, known)
    assert "</script><!--" not in page and "{{" not in page.split("<script>")[1] and "\x1b" not in page
    xml.fromstring(junit.write(results))
    xml.fromstring(badge.write_svg(results))
    json.loads(ctrf.write(results))
    for text in (tap.write(results), markdown.write(results, known), curves.write_csv([results])):
        assert "\x1b" not in text and "\r" not in text
        text.encode("utf-8")
    both = comparison.compare([results, results_of(make_data.other_lines())])
    compare_html.write(both, "stone", True, ["", ""], {}).encode("utf-8")
    assert "\x1b" not in compare_text.text(both)
