"""The comparison page: what its data holds, and that its script draws it in a real browser."""

from __future__ import annotations

import html as markup
import re
import subprocess
from pathlib import Path
from typing import Any

import make_data
import pytest
import synthetic
from listencheck_report import compare_data, compare_html, comparison, rowdata, sentences
from support import results_of
from test_browser import BROWSER

Lines = list[dict[str, Any]]


def changed(lines: Lines, subject: str, facts: dict[str, dict[str, str]]) -> Lines:
    """The same run of another subject, where the cases named show other facts."""
    made = [{**line} for line in lines]
    made[0]["subject"] = subject
    for line in made:
        if line.get("case") in facts:
            line["facts"] = {**line["facts"], **facts[line["case"]]}
    return made


def instance(case: str, request: str, facts: dict[str, str], **matrix: str) -> dict[str, Any]:
    trace = [{"request": request, "reply": facts["call"], "label": "call"}]
    return {
        "type": "case",
        "case": case,
        "title": "A question",
        "area": case.split(".")[0],
        "matrix": matrix,
        "status": "done",
        "facts": facts,
        "trace": trace,
        "verdicts": [],
    }


def compare(*runs: Lines) -> comparison.Comparison:
    return comparison.compare([results_of(lines) for lines in runs])


def three(first: dict[str, str], second: dict[str, str], third: dict[str, str]) -> comparison.Comparison:
    """Three subjects, one case of one call."""
    head, foot = make_data.lines()[0], make_data.lines()[-1]
    runs = []
    for name, facts in (("one", first), ("two", second), ("three", third)):
        runs.append([{**head, "subject": name}, instance("backlog.negative", "listen s -1", facts), foot])
    return compare(*runs)


def said(found: comparison.Comparison) -> list[str]:
    return [one.plain() for one in sentences.sentences(found)]


def test_who_refuses_what_others_accept_is_a_sentence() -> None:
    found = three({"call": "EINVAL"}, {"call": "ok"}, {"call": "ok"})
    assert said(found) == [
        "backlog.negative: one refuses with EINVAL what two and three accept: listen s -1: A question."
    ]


def test_a_backlog_out_of_range_is_clamped_where_fewer_are_held_than_came() -> None:
    clamped = {"call": "ok", "flood.clients": "300", "queue.accepted": "129"}
    found = three({"call": "EINVAL"}, clamped, {"call": "ok"})
    assert said(found)[0].startswith(
        "backlog.negative: one refuses with EINVAL, two silently clamps and three accepts: listen s -1"
    )


def test_what_the_agent_cannot_call_is_no_difference() -> None:
    found = three({"call": "unsupported"}, {"call": "ok"}, {"call": "ok"})
    assert found.differing == 0 and [cell.kind for cell in found.rows[0].cells] == [
        "missing",
        "value",
        "value",
    ]


def test_distances_count_what_both_gave() -> None:
    found = three({"call": "EINVAL", "name": "x"}, {"call": "ok", "name": "x"}, {"call": "ok"})
    assert comparison.distances(found) == {(0, 1): (1, 2), (0, 2): (1, 1), (1, 2): (0, 1)}


def test_the_most_of_many_are_counted_not_named() -> None:
    assert sentences.named(["a", "b", "c", "d", "e"], 6) == "the other 5"
    assert sentences.named(["a", "b", "c", "d"], 9) == "a, b, c and d"
    assert sentences.named(["a", "b"], 2) == "a and b"


@pytest.fixture(scope="module")
def found() -> comparison.Comparison:
    lines = synthetic.generate(200)
    cases = [line["case"] for line in lines[1:-1] if line["facts"]]
    other = {cases[0]: {"call": "EBADF"}, cases[-1]: {"call": "ENOTSOCK", "name.port": "77"}}
    return compare(
        lines, changed(lines, "other-1", other), changed(lines, "third-1", {cases[0]: {"call": "EIO"}})
    )


def test_the_data_holds_every_row_that_differs(found: comparison.Comparison) -> None:
    data: Any = rowdata.unpack(compare_data.encode(found, False, {}))
    facts = sum(len(row[0]) // 2 * row[2] for _, cases in data["areas"] for case in cases for row in case[2])
    assert facts == found.differing > 0
    for _, cases in data["areas"]:
        for _, _, rows in cases:
            for _, _, _, pattern, _ in rows:
                values = [data["values"][number] for number in data["patterns"][pattern]]
                shown = {data["strings"][text] for text, kind in values if kind[0] != "m"}
                assert len(values) == 3 and len(shown) > 1
    assert data["names"] == list(found.names)
    assert {clause[0].split("/")[0] for clause in data["clauses"]} <= set(found.documents)
    assert all(len(clause[3]) == 3 for clause in data["clauses"])


def test_the_page_is_the_same_each_time(found: comparison.Comparison) -> None:
    page = compare_html.write(found, "", False, ["", "", ""], {})
    assert page == compare_html.write(found, "", False, ["", "", ""], {})


PROBE = """
<script>
var said = [], say = function (name, value) { said.push(name + "=" + value); };
addEventListener("error", function (event) { say("error", event.message); });
addEventListener("unhandledrejection", function (event) { say("error", event.reason); });
addEventListener("load", async function () {
  var at = function (id) { return document.getElementById(id); }, root = document.documentElement;
  for (var left = 400; left && !root.dataset.drawn; left -= 1) await new Promise(function (done) { setTimeout(done, 5); });
  var count = function (query) { return document.querySelectorAll(query).length; };
  say("drawn", root.dataset.drawn);
  say("all", at("status").textContent);
  say("open", count("#rows details[open]") > 0);
  document.querySelector("#distance a[href='#subjects=0,2']").click();
  say("pair", at("status").textContent);
  say("columns", [].map.call(document.querySelectorAll("#rows thead:first-of-type th"), function (cell) { return cell.textContent; }).slice(0, 4).join());
  say("hidden", getComputedStyle(document.querySelector(".fit td[data-s='1']")).display);
  say("sentences", at("said").textContent.indexOf("other-1") < 0);
  at("search").value = "no such thing";
  at("search").oninput();
  say("nothing", at("rows").textContent);
  at("clear").onclick();
  say("restored", at("status").textContent === said[1].slice(4));
  at("alone").value = "1";
  at("alone").onchange();
  say("alone", count("#rows tbody tr:not(.k)"));
  at("document").value = "winsock";
  at("document").onchange();
  say("clauses", count("#clauses tbody tr") > 0);
  say("address", location.hash);
  var box = document.createElement("pre");
  box.id = "probe";
  box.textContent = said.join("\\n");
  document.body.append(box);
});
</script>
"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_the_page_works(found: comparison.Comparison, tmp_path: Path) -> None:
    page = tmp_path / "compare.html"
    drawn = compare_html.write(found, "", False, ["", "", ""], {})
    page.write_text(drawn.replace("</body>", PROBE + "</body>"), encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    flags += " --disable-sync --no-first-run --enable-logging=stderr --virtual-time-budget=20000 --dump-dom"
    command = [str(BROWSER), *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
    probed = re.search(r'<pre id="probe">(.*?)</pre>', done.stdout, re.S)
    assert probed is not None, done.stderr
    told = dict(line.split("=", 1) for line in markup.unescape(probed.group(1)).splitlines())
    first, last = found.names[0], found.names[2]
    assert re.fullmatch(rf"{re.escape(first)}, {last}: [1-9]\d* facts differ in 1 cases", told.pop("pair"))
    assert told.pop("all") == f"{first}, other-1, {last}: {found.differing} facts differ in 2 cases"
    assert int(told.pop("alone")) > 0
    assert told == {
        "drawn": "yes",
        "open": "true",
        "columns": f"fact,where,{first},{last}",
        "hidden": "none",
        "sentences": "true",
        "nothing": "No row.",
        "restored": "true",
        "clauses": "true",
        "address": "#document=winsock",
    }
