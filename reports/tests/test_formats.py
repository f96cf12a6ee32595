"""What each format promises its readers, whatever the agent said."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as xml
from html.parser import HTMLParser
from typing import Any

import make_data
import pytest
import synthetic
from listencheck_report import (
    badge,
    changes,
    comparison,
    compare_html,
    compare_text,
    ctrf,
    curves,
    documents,
    headline,
)
from listencheck_report import html, junit, markdown, outcome, rowdata, tap, variation
from listencheck_report.model import Change, Results
from listencheck_report.verdicts import closest, scores
from support import DATA, REPORTS, results_of


@pytest.fixture(scope="module")
def results() -> Results:
    return results_of(make_data.lines())


@pytest.fixture(scope="module")
def many() -> Results:
    return results_of(synthetic.generate(1000))


@pytest.fixture(scope="module")
def known() -> documents.Documents:
    return documents.read_all(DATA / "documents")


@pytest.fixture(scope="module")
def page(results: Results, known: documents.Documents) -> str:
    return html.write(results, known)


@pytest.fixture(scope="module")
def compared(results: Results) -> str:
    other = results_of(make_data.other_lines())
    return compare_html.write(comparison.compare([results, other]), "stone", True, ["", ""], {})


def opened(page: str) -> str:
    """The page with its tables in place, as the script puts them."""
    packed = re.search(r'id="tables">([A-Za-z0-9+/=]*)</script>', page)
    tables: Any = rowdata.unpack(packed.group(1)) if packed else []
    parts = re.split(r"(?<=</summary>\n)(?=</details>\n(?:<details class=\"area\"|<noscript>))", page)
    assert len(parts) == len(tables) + 1
    return "".join(part + table for part, table in zip(parts, [*tables, ""]))


class Elements(HTMLParser):
    """Collects elements and checks that what must be closed is closed."""

    VOID = {"meta", "link", "input", "br", "col"}
    OPTIONAL = {"tr", "td", "th", "tbody", "thead", "option", "li"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.found.append((tag, {name: value or "" for name, value in attributes}))
        if tag not in self.VOID and tag not in self.OPTIONAL:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.OPTIONAL:
            assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing at {self.getpos()}"


@pytest.mark.parametrize("which", ["page", "compared"])
def test_pages_load_nothing_from_elsewhere(which: str, request: pytest.FixtureRequest) -> None:
    text = request.getfixturevalue(which)
    scripts = 3
    if which == "page":
        text, scripts = opened(text), 4
    elements = Elements()
    elements.feed(text)
    assert elements.open == []
    names = {tag for tag, _ in elements.found}
    assert names.isdisjoint(
        {"img", "iframe", "object", "embed", "base", "form", "video", "audio", "source", "use"}
    )
    for tag, attributes in elements.found:
        assert "src" not in attributes and "srcset" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        href = attributes.get("href", "")
        if tag == "a":
            assert href.startswith(("#", "https://stone.invalid/")) or "script" not in href
        elif href:
            assert href == "data:,"
    styles = "".join(re.findall(r"<style>(.*?)</style>", text, re.S))
    assert "url(" not in styles and "@import" not in styles
    assert "default-src 'none'" in text
    # Nothing the agent said became an element.
    assert sum(tag == "script" for tag, _ in elements.found) == scripts
    assert "<script>alert" not in text
    for character in "\x00\x1b\u2028\u202e":
        assert character not in text


def test_ids_are_unique(page: str) -> None:
    elements = Elements()
    elements.feed(opened(page))
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {"documents", "changes", "deviations", "backlog", "cases", "missing", "environment"} <= set(ids)


def test_links_within_the_page_lead_somewhere(many: Results) -> None:
    elements = Elements()
    elements.feed(opened(html.write(many, {})))
    ids = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
    targets = {
        attributes["href"][1:]
        for tag, attributes in elements.found
        if tag == "a" and attributes["href"][0] == "#"
    }
    assert targets - ids <= {"c-backlog.negative"}  # a fixed baseline line of a case that was not run


def row_data(page: str) -> Any:
    raw = re.search(r'id="data">([A-Za-z0-9+/=]*)</script>', page)
    assert raw is not None
    return rowdata.unpack(raw.group(1)) if raw.group(1) else None


def test_the_packed_data_is_that_of_the_rows(page: str) -> None:
    data = row_data(page)
    assert any("<script>alert(1)</script>" in text for text in data["strings"])
    shown = opened(page).split('id="missing"')[0].split('<section id="cases"')[1]
    assert len(data["cases"]) == shown.count("<tr class=k>")
    assert [len(case[3]) for case in data["cases"]] == [
        body.count("<tr><td>") for body in shown.split("<tr class=k>")[1:]
    ]


def test_what_an_agent_says_cannot_take_the_place_of_the_data() -> None:
    made = make_data.lines()
    made[1]["facts"]["call"] = html._PLACE
    assert row_data(html.write(results_of(made), {}))["cases"]


def test_times_and_ports_are_not_in_the_packed_data() -> None:
    ports: dict[str, str] = {}
    assert (
        rowdata.timeless("ok peer=::1 peerport=40001 port=0 us=12", ports) == "ok peer=::1 peerport=p1 port=0"
    )
    assert rowdata.timeless("ok port=40002 other=1", ports) == "ok port=p2 other=1"
    assert rowdata.timeless("ok port=40001", ports) == "ok port=p1"


def test_the_page_is_small_and_the_same_again(many: Results) -> None:
    text = html.write(many, {})
    assert len(text.encode("utf-8")) <= 400_000
    assert text == html.write(results_of(synthetic.generate(1000)), {})
    # Traces of what deviates are there without script.
    assert text.count("<pre>") > 50


def test_a_page_that_would_be_too_large_drops_traces() -> None:
    whole = html.write(results_of(synthetic.generate(200)), {})
    assert any(row[2] for case in row_data(whole)["cases"] for row in case[3])
    html_text = html.write(results_of(synthetic.generate(2500)), {})
    assert html_text.count("<pre>") < html_text.count('class="card')


def test_first_sentences() -> None:
    made = make_data.lines()
    said = headline.of(results_of(made))
    assert (said.state, said.sentence) == (
        "new",
        "deviates from stone in 2 clauses; 2 observations of these are new or changed.",
    )
    made[-1]["gate"].update(new=0, changed=0, exit=0)
    assert (
        headline.of(results_of(made)).sentence == "deviates from stone in 2 clauses; nothing of this is new."
    )
    made[-1]["documents"][0]["verdicts"] = {"conforms": 3, "untestable": 1}
    assert headline.of(results_of(made)).sentence == "conforms to stone, the document it claims."
    made[-1]["documents"][0]["verdicts"] = {"conforms": 2, "inconclusive": 1, "untestable": 1}
    said = headline.of(results_of(made))
    assert said.sentence == (
        "conforms to stone, the document it claims, as far as observed: 1 clause could not be obtained."
    )
    assert said.details == "Closest document: stone, 2/3 clauses hold."
    made[0]["claims"] = made[0]["gated"] = ["stone", "sand"]
    made[-1]["documents"][1]["verdicts"] = {"not-run": 2}
    assert headline.of(results_of(made)).sentence == (
        "conforms to stone, as far as observed: 1 clause could not be obtained; sand could not be judged."
    )
    made[0]["claims"] = made[0]["gated"] = []
    assert headline.of(results_of(made)).sentence.startswith("claims no document")
    assert headline.of(results_of(made[:-1])).state == "cut"
    assert headline.of(results_of([made[0]])).sentence == "was not observed: no case was run."


def test_scores_with_and_without_footer() -> None:
    made = make_data.lines()
    whole = {score.id: score for score in scores(results_of(made))}
    cut = {score.id: score for score in scores(results_of(made[:-1]))}
    assert whole["stone"].counts == cut["stone"].counts
    assert whole["stone"].ratio == "0/3" and whole["stone"].beside() == ["1 untestable"]
    assert closest(whole.values()) is None
    half = {score.id: score for score in scores(results_of(made[:3]))}
    assert half["stone"].not_run == 2 and half["sand"].not_run == 2 and half["stone"].not_obtained == 2


def test_outcomes(results: Results) -> None:
    kinds = {instance.id: outcome.of(instance, ["stone"]).kind for instance in results.instances}
    assert kinds["errors.deadly[family=inet]"] == "failed"
    assert kinds["errors.deadly[family=inet6]"] == "known"
    assert kinds["errors.deadly[family=unix]"] == "failed"
    assert kinds["errors.free"] == "skipped"
    assert kinds["errors.lost[family=inet]"] == "broken"
    assert kinds["errors.unbound[family=inet]"] == "known"
    assert kinds["errors.unbound[family=inet6]"] == "failed"
    assert kinds["errors.unbound[family=seqpacket]"] == "passed"
    assert kinds["errors.unbound[family=sctp]"] == "skipped"
    assert kinds["errors.unbound[family=unix]"] == "broken"
    assert kinds["backlog.curve[family=unix;backlog=5]"] == "passed"


def test_junit_counts_what_it_holds(results: Results) -> None:
    root = xml.fromstring(junit.write(results))
    assert root.tag == "testsuites"
    counts = {name: int(root.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": 16, "failures": 3, "errors": 2, "skipped": 4}
    for name, tag in (
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    ):
        assert len(root.findall(f".//{tag}")) == counts[name]
    allowed = {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "properties",
        "property",
        "system-out",
    }
    assert {element.tag for element in root.iter()} <= allowed
    failure = root.find(".//testcase[@name='errors.unbound[family=inet6]']/failure")
    assert failure is not None and "]]>" in (failure.text or "") and "\\x1b[31m" in (failure.text or "")


def test_tap_is_version_14(results: Results) -> None:
    lines = tap.write(results).splitlines()
    assert lines[:2] == ["TAP version 14", "1..16"]
    points = [line for line in lines if re.match(r"(not )?ok \d+ - ", line)]
    assert [int(re.findall(r"\d+", point)[0]) for point in points] == list(range(1, 17))
    assert all(re.match(r"(TAP|1\.\.|#|ok |not ok |  )", line) for line in lines)
    for point in points:
        bare = re.sub(r"\\[\\#]", "", point)
        assert bare.count("#") <= 1, point
        if "#" in bare:
            assert re.search(r" # (TODO|SKIP) ", bare), point
    bad = [point for point in points if point.startswith("not ok") and " # TODO " not in point]
    assert len(bad) == 5
    assert sum(line == "  ---" for line in lines) == sum(line == "  ..." for line in lines) > 0


def test_ctrf_counts_what_it_holds(results: Results) -> None:
    report = json.loads(ctrf.write(results))["results"]
    assert report["summary"]["tests"] == len(report["tests"]) == 16
    statuses = [test["status"] for test in report["tests"]]
    for status in ("passed", "failed", "pending", "skipped", "other"):
        assert report["summary"][status] == statuses.count(status)
    assert {test["rawStatus"] for test in report["tests"]} >= {
        "crash",
        "hang",
        "deviates",
        "conforms",
        "inconclusive",
    }


def test_badges(results: Results) -> None:
    assert json.loads(badge.write_json(results)) == {
        "schemaVersion": 1,
        "label": "listen()",
        "message": "stone 0/3",
        "color": "red",
    }
    made = make_data.lines()
    made[0].update(gated=["<&\"'"], claims=[])
    made[0]["documents"][0]["id"] = "<&\"'"
    for line in made[1:-1]:
        line["verdicts"] = []
    made[-1]["documents"] = []
    assert xml.fromstring(badge.write_svg(results_of(made))).tag.endswith("svg")
    assert badge.content(results_of(make_data.lines()[:-1]))[1] == "lightgrey"
    made = make_data.lines()
    made[-1]["gate"].update(new=0, changed=0, inconclusive=0, exit=0)
    assert badge.content(results_of(made))[1] == "yellow"
    made[-1]["documents"][0]["verdicts"] = {"conforms": 3}
    assert badge.content(results_of(made))[1] == "brightgreen"


def test_markdown_holds_no_markup_of_the_agent(results: Results, known: documents.Documents) -> None:
    text = markdown.write(results, known)
    assert "<script" not in text and "</pre>" not in text and "\x1b" not in text and "@you" not in text
    for line in text.splitlines():
        if line.startswith("| changed"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 7
    order = [
        text.index(word)
        for word in ("### Since the baseline", "### Documents", "### Deviations", "### Not obtained")
    ]
    assert order == sorted(order)


def test_markdown_stays_under_60_kb_and_says_what_it_cut() -> None:
    made = synthetic.generate(1000)
    footer = made[-1]
    footer["gate"]["changes"] = [
        {
            "class": "new",
            "case": f"errors.x{n}[family=inet]",
            "clause": "posix/a",
            "observed": "call=ok",
            "baseline": "",
        }
        for n in range(5000)
    ]
    text = markdown.write(results_of(made), {})
    assert len(text.encode("utf-8")) < 60_000
    assert "of this summary cut to keep it under 60 kB" in text
    assert "| new | `errors.x0` | `family=inet` |" in text


def test_curves(results: Results) -> None:
    found = curves.of(results)
    assert [(curve.name, [point.asked for point in curve.points]) for curve in found] == [
        ("inet", [-1, 0, 5, 2**31 - 1]),
        ("unix", [0, 5]),
    ]
    assert [point.held_all for point in found[0].points] == [True, False, False, False]
    rows = list(csv.DictReader(io.StringIO(curves.write_csv([results]))))
    assert [row["accepted"] for row in rows] == ["300", "1", "6", "129", "1", "4"]
    assert rows[3]["backlog"] == "max" and rows[3]["pending"] == "0" and rows[3]["again"] == ""
    assert curves.safe_field("=1+1") == "'=1+1" and curves.safe_field("-1") == "-1"


def test_a_backlog_word_is_a_number_only_where_it_can_be() -> None:
    made = make_data.lines()
    made[4]["facts"] = {"flood.established": "130"}
    made[4]["matrix"]["backlog"] = "limit+1"
    made[5]["facts"] = {"flood.established": "1x", "drain.accepted": "1"}
    found = curves.of(results_of(made))
    assert [point.asked for point in found[0].points] == [-1, 0, 5, 129]
    assert found[1].points[0]["established"] is None


def test_comparison(results: Results) -> None:
    other = results_of(make_data.other_lines())
    found = comparison.compare([results, other])
    assert (found.compared, found.differing) == (sum(len(i.facts) for i in other.instances) - 1, 6 - 1)
    rows = {(row.case, row.fact, row.where): row for row in found.differing_rows}
    row = rows[("errors.unbound", "call", ("family=inet",))]
    assert [cell.value for cell in row.cells] == ["ok", "EINVAL"]
    assert [cell.letters for cell in row.cells] == ["dc", "c."]
    same = comparison.compare([results, results])
    assert same.differing == 0 and same.names == ("mill-1.0", "mill-1.0 (2)")
    assert "agree in all" in compare_text.text(same)
    table = list(csv.DictReader(io.StringIO(compare_text.table(found, True))))
    assert {row["differs"] for row in table} == {"yes", "no"}


def test_comparison_exit_codes() -> None:
    from support import run

    one, two = str(DATA / "results.jsonl"), str(DATA / "other.jsonl")
    assert run("compare.py", one, two).returncode == 0
    assert run("compare.py", one, two, "--exit-code").returncode == 1
    assert run("compare.py", one, one, "--exit-code").returncode == 0
    assert run("compare.py", one).returncode == 64
    assert run("compare.py", one, two, "--document", "water").returncode == 64
    assert run("compare.py", one, "missing.jsonl").returncode == 3


def test_variations_are_folded_where_only_one_value_differs() -> None:
    fold = variation.folded_texts
    assert fold(["family=inet", "family=inet6"]) == ["family=inet, inet6"]
    assert fold(["a=1;b=1", "a=1;b=2", "a=2;b=1", "a=2;b=2"]) == ["a=1, 2 · b=1, 2"]
    assert fold(["a=1;b=1", "a=1;b=2", "a=2;b=1"]) == ["a=1 · b=1, 2", "a=2 · b=1"]
    assert fold(["*"]) == ["*"] and fold([""]) == []


def test_changes_are_folded() -> None:
    made = [
        Change("fixed", f"a.b[family={f}]", "posix/x", "call=ok", "call=EINVAL", "")
        for f in ("inet", "inet6")
    ]
    made.append(Change("new", "a.c", "posix/x", "call=ok", "", ""))
    found = changes.fold(made)
    assert [(one.kind, one.where, one.count) for one in found] == [
        ("new", [], 1),
        ("fixed", ["family=inet, inet6"], 2),
    ]


def test_every_document_of_the_suite_is_read() -> None:
    directory = REPORTS.parent / "suite" / "documents"
    found = documents.read_all(directory)
    assert sorted(found) == sorted(path.stem for path in directory.glob("*.rec"))
    assert all(
        clause.quote or clause.level == "silent" for one in found.values() for clause in one.clauses.values()
    )
