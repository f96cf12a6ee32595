"""The test data and the made-up results are results as the schema has them, so what is tested is what is read."""

from __future__ import annotations

import json

import make_data
import pytest
import synthetic
from support import REPORTS

SCHEMA = REPORTS.parent / "suite" / "schema" / "results.schema.json"
jsonschema = pytest.importorskip("jsonschema")


@pytest.mark.skipif(not SCHEMA.exists(), reason="suite/schema/results.schema.json is not there")
@pytest.mark.parametrize("name", ["hand-made", "synthetic"])
def test_lines_are_valid(name: str) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    lines = make_data.lines() if name == "hand-made" else synthetic.generate(150)
    for line in lines:
        problems = [error.message for error in validator.iter_errors(json.loads(json.dumps(line)))]
        assert problems == []
