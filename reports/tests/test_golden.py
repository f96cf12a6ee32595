"""Each writer's output for the hand-made results, byte for byte. `GOLDEN=write pytest` writes the files anew."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import make_data
import pytest
from listencheck_report import rowdata
from support import DATA, GOLDEN, run

FILES = (
    "index.html",
    "summary.md",
    "junit.xml",
    "results.tap",
    "ctrf.json",
    "badge.json",
    "badge.svg",
    "curves.csv",
)
COMPARED = ("compare.html", "compare.md", "compare.csv")


def check(name: str, drawn: Path) -> None:
    golden = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        golden.write_bytes(drawn.read_bytes())
    assert (
        drawn.read_bytes() == golden.read_bytes()
    ), f"{name} is not as in tests/golden; see this file's first line"


def test_the_data_is_what_its_maker_makes() -> None:
    assert (DATA / "results.jsonl").read_text(encoding="utf-8") == make_data.text(make_data.lines())
    assert (DATA / "other.jsonl").read_text(encoding="utf-8") == make_data.text(make_data.other_lines())


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("drawn")
    done = run(
        "report.py", "tests/data/results.jsonl", "--documents", "tests/data/documents", "--out", str(out)
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return out


@pytest.mark.parametrize("name", FILES)
def test_report(name: str, drawn: Path) -> None:
    check(name, drawn / name)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("compared")
    given = ["tests/data/results.jsonl", "tests/data/other.jsonl", "--documents", "tests/data/documents"]
    done = run("compare.py", *given, "--out", str(out))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return out


@pytest.mark.parametrize("name", COMPARED)
def test_comparison(name: str, compared: Path) -> None:
    check(name, compared / name)


def test_comparison_in_sentences() -> None:
    done = run("compare.py", "tests/data/results.jsonl", "tests/data/other.jsonl")
    golden = GOLDEN / "compare.txt"
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == golden.read_text(encoding="utf-8")
