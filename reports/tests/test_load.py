"""What a results file may hold, and what a reader is told where it does not."""

from __future__ import annotations

import io
import json
from typing import Any, Callable

import make_data
import pytest
from listencheck_report import load
from listencheck_report.text import LONGEST, visible, visible_prose
from support import DATA, results_of, run

Change = Callable[[list[dict[str, Any]]], Any]


def lines() -> list[dict[str, Any]]:
    return make_data.lines()


def parse(raw: bytes) -> Any:
    return load.parse(io.BytesIO(raw), "R")


def test_a_whole_file() -> None:
    results = load.read(str(DATA / "results.jsonl"))
    assert not results.truncated
    assert len(results.instances) == 16
    assert results.instances[0].id == "backlog.curve[family=inet;backlog=-1]"
    assert {instance.status for instance in results.instances} == {
        "done",
        "unsupported",
        "inconclusive",
        "crash",
        "hang",
    }


def test_without_footer_it_was_cut_off() -> None:
    results = results_of(lines()[:-1])
    assert results.truncated and results.cut == "the file ends without a footer"


def test_half_a_last_line_is_a_run_cut_off() -> None:
    whole = make_data.text(lines()).encode()
    position = whole.rindex(b'{"type": "footer"')
    results = parse(whole[: position + 40])
    assert results.truncated and results.cut == "line 18 is only half there"
    assert len(results.instances) == 16


def test_half_a_line_in_the_middle_is_malformed() -> None:
    rows = make_data.text(lines()).splitlines()
    rows[3] = rows[3][:40]
    with pytest.raises(load.Malformed, match="^R:4: expected one JSON object on the line"):
        parse("\n".join(rows).encode())


@pytest.mark.parametrize("raw", [b"", b"\n\n"])
def test_nothing_is_no_results(raw: bytes) -> None:
    with pytest.raises(load.NothingRun):
        parse(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"[]\n", "R:1: expected one JSON object"),
        (b"\xff{}\n", "R:1: expected UTF-8 text"),
        (b'{"type":"case"}\n', "R:1: expected the header on the first line"),
        (b'{"type":"header","format":2}\n', "R:1: expected results of format 1"),
        (b'{"type":"header","format":NaN}\n', "R:1: expected JSON, not NaN"),
        (b"[" * 100_000 + b"\n", "R:1: expected one JSON object"),
        (b'{"a":' + b"9" * 5000 + b"}\n", "R:1: expected one JSON object"),
    ],
)
def test_malformed_bytes(raw: bytes, expected: str) -> None:
    with pytest.raises(load.Malformed, match="^" + expected):
        parse(raw)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda made: made[0].update(subject="two words"), "R:1: expected one word as 'subject'"),
        (lambda made: made[0].update(subject=""), "R:1: expected one word as 'subject'"),
        (lambda made: made[0].update(claims="posix"), "R:1: expected a list of strings as 'claims'"),
        (lambda made: made[0]["limits"].update(x=[1]), "R:1: expected strings as the values of 'limits'"),
        (
            lambda made: made[0]["documents"].append(made[0]["documents"][0]),
            "R:1: expected each document once",
        ),
        (
            lambda made: made[0]["documents"][0].update(clauses=-1),
            "R:1: expected a number, not negative, as 'clauses'",
        ),
        (lambda made: made[1].update(type="cases"), "R:2: expected a line of type case or footer"),
        (lambda made: made[1].update(case=7), "R:2: expected a string as 'case'"),
        (lambda made: made[1].update(status="fine"), "R:2: expected 'status' to be one of done, unsupported"),
        (lambda made: made[1].update(us=True), "R:2: expected a number, not negative, as 'us'"),
        (lambda made: made[1].update(facts={"call": 1}), "R:2: expected strings as the values of 'facts'"),
        (lambda made: made[1].update(trace=["x"]), "R:2: expected a list of objects as 'trace'"),
        (
            lambda made: made[1]["verdicts"][0].update(verdict="pass"),
            "R:2: expected 'verdict' to be one of crash",
        ),
        (
            lambda made: made[1]["verdicts"][0].update(verdict=""),
            "R:2: expected 'verdict' to be one of crash",
        ),
        (lambda made: made[1]["verdicts"][0].update(gate="fixed"), "R:2: expected 'gate' to be one of new"),
        (
            lambda made: made[1]["verdicts"][0].update(clause="einval"),
            "R:2: expected 'clause' as document/anchor",
        ),
        (
            lambda made: made[1]["verdicts"][0].update(clause="other/x"),
            "R:2: expected 'clause' as document/anchor",
        ),
        (lambda made: made.insert(2, made[1]), "R:3: expected each instance once"),
        (lambda made: made.append(made[1]), "R:19: expected nothing after the footer"),
        (lambda made: made[-1]["gate"].update(new="1"), "R:18: expected a number, not negative, as 'new'"),
        (lambda made: made[-1].update(gate=[]), "R:18: expected an object as 'gate'"),
        (lambda made: made[-1].update(seconds="1"), "R:18: expected a number as 'seconds'"),
        (lambda made: made[-1]["documents"][0].update(verdicts={"fine": 1}), "R:18: expected verdicts only"),
        (
            lambda made: made[-1]["gate"]["changes"][0].update({"class": "old"}),
            "R:18: expected 'class' to be one of",
        ),
    ],
)
def test_malformed_values(change: Change, expected: str) -> None:
    made = lines()
    change(made)
    with pytest.raises(load.Malformed) as caught:
        results_of(made, "R")
    assert str(caught.value).startswith(expected)


def test_exit_codes_and_nothing_is_written_over(tmp_path: Any) -> None:
    bad = tmp_path / "results.jsonl"
    bad.write_text('{"type":"header"}\n')
    page = tmp_path / "index.html"
    page.write_text("earlier")
    done = run("report.py", str(bad), "--out", str(tmp_path))
    assert done.returncode == 64
    assert done.stderr == f"{bad}:1: expected results of format 1\n"
    assert page.read_text() == "earlier"
    assert run("report.py", str(tmp_path / "none.jsonl")).returncode == 3
    assert run("report.py", str(DATA / "results.jsonl"), "--only", "pdf").returncode == 64
    assert run("report.py").returncode == 64
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "x.rec").write_text("document: x\n\nclause\n")
    done = run(
        "report.py",
        str(DATA / "results.jsonl"),
        "--documents",
        str(tmp_path / "documents"),
        "--out",
        str(tmp_path),
    )
    assert done.returncode == 64 and "x.rec:3: expected `name: value`" in done.stderr


def test_a_cut_run_is_drawn_and_said(tmp_path: Any) -> None:
    cut = tmp_path / "results.jsonl"
    cut.write_text(make_data.text(lines()[:-1]))
    done = run("report.py", str(cut), "--out", str(tmp_path))
    assert done.returncode == 0
    assert "the run was cut off" in done.stderr
    for name in ("index.html", "summary.md", "junit.xml", "results.tap", "badge.json"):
        assert "cut off" in (tmp_path / name).read_text(encoding="utf-8"), name
    assert (
        json.loads((tmp_path / "ctrf.json").read_text())["results"]["summary"]["extra"]["truncated"] is True
    )


def test_only_some_formats(tmp_path: Any) -> None:
    done = run("report.py", str(DATA / "results.jsonl"), "--only", "tap,badge", "--out", str(tmp_path))
    assert done.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["badge.json", "results.tap"]


def test_visible() -> None:
    assert (
        visible("a\x00\x1b[0m\x7f\x9b\u202e\u2028\ud800é") == "a\\x00\\x1b[0m\\x7f\\x9b\\u202e\\u2028\ufffdé"
    )
    assert visible_prose("a\n b\tc") == "a b c"
    assert len(visible("x" * 10_000)) < LONGEST + 20
