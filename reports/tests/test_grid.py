"""The state × call grid and its program."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import make_data
import pytest
from listencheck_report import grid
from support import results_of, run


def lines(listening_accept: str = "EAGAIN") -> list[dict[str, Any]]:
    """A run of two cases of the table with a state that was reached, one that was in part, and one that was not."""
    header, footer = make_data.lines()[0], make_data.lines()[-1]

    def instance(
        case: str, calls: list[str], state: str, facts: dict[str, str], status: str = "done", reason: str = ""
    ) -> dict[str, Any]:
        return {
            "type": "case",
            "case": case,
            "title": "Every call in every state",
            "area": "table",
            "matrix": {"state": state, "family": "inet"},
            "status": status,
            "reason": reason,
            "us": 5,
            "facts": facts,
            "trace": [{"request": call, "reply": "ok", "label": call} for call in calls] if facts else [],
            "verdicts": [],
        }

    one, two = ("table.accepting", ["accept"]), ("table.values", ["poll", "name"])
    return [
        header,
        instance(*one, "fresh", {"accept": "EINVAL"}),
        instance(*one, "listening", {"accept": listening_accept}),
        instance(*one, "lost <b>", {}, "inconclusive", "no | way"),
        instance(*two, "fresh", {"poll": "ok", "poll.events": "out+hup", "name": "ok"}),
        instance(*two, "listening", {"poll": "ok", "poll.events": "none"}),
        instance(*two, "lost <b>", {}, "inconclusive", "no | other way"),
        instance(*two, "half", {"name": "ok"}),
        footer,
    ]


def written(tmp_path: Path, name: str, content: list[dict[str, Any]]) -> str:
    path = tmp_path / name
    path.write_text("".join(json.dumps(line) + "\n" for line in content), encoding="utf-8")
    return str(path)


def test_a_cell_is_the_outcome_or_the_value_read() -> None:
    (only,) = grid.grids(results_of(lines()))
    assert only.calls == ("accept", "poll", "name")
    assert only.rows == (
        ("fresh", ("EINVAL", "out+hup", "ok")),
        ("listening", ("EAGAIN", "none", "")),
        ("half", ("", "", "ok")),
    )
    assert only.missing == (("lost <b>", "no | way"),)


def test_csv_has_a_line_a_cell() -> None:
    found = list(csv.reader(io.StringIO(grid.write_csv(results_of(lines())))))
    assert found[0] == ["subject", "family", "state", "call", "value"]
    assert found[2][1:] == ["inet", "fresh", "poll", "out+hup"]
    assert len(found) == 1 + 3 * 3


def test_page_marks_what_differs_and_escapes() -> None:
    page = grid.write_html([results_of(lines()), results_of(lines("EINVAL"))])
    assert page.count('class="differs"') == 2
    assert "lost &lt;b&gt;" in page and "lost <b>" not in page
    alone = grid.write_html([results_of(lines())])
    assert 'class="differs"' not in alone


@pytest.mark.parametrize(("arguments", "first"), [((), "hand-made"), (("--csv",), "subject,")])
def test_program_prints(tmp_path: Path, arguments: tuple[str, ...], first: str) -> None:
    content = lines()
    content[0] = {**content[0], "subject": "hand-made"}
    done = run("table.py", written(tmp_path, "a.jsonl", content), *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(first)
    assert "EAGAIN" in done.stdout


def test_results_without_the_case_are_told_apart(tmp_path: Path) -> None:
    content = [line for line in lines() if line.get("area") != "table"]
    done = run("table.py", written(tmp_path, "a.jsonl", content))
    assert done.returncode == 3
    assert "area table" in done.stderr
