"""Publishing: what stands in the directory follows from the results alone."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import make_data
from listencheck_report import evidence, matrix
from support import results_of, run


def written(tmp_path: Path, name: str, subject: str) -> str:
    lines: list[dict[str, Any]] = make_data.lines()
    lines[0] = {**lines[0], "subject": subject}
    path = tmp_path / name
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    given = [written(tmp_path, "a.jsonl", "one-1.0"), written(tmp_path, "b.jsonl", "two-2.0")]
    contents = []
    for name in ("first", "second"):
        done = run("publish.py", *given, "--into", str(tmp_path / name))
        assert (done.returncode, done.stderr) == (0, "")
        contents.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert contents[0] == contents[1]
    assert set(contents[0]) == {"one-1.0.jsonl.gz", "two-2.0.jsonl.gz", "platforms.md", "comparison.html"}
    assert gzip.decompress(contents[0]["one-1.0.jsonl.gz"]) == Path(given[0]).read_bytes()


def test_packed_results_are_read(tmp_path: Path) -> None:
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(Path(written(tmp_path, "a.jsonl", "one-1.0")).read_bytes()))
    done = run("report.py", str(packed), "--only", "badge", "--out", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    packed.write_bytes(packed.read_bytes()[:40])
    done = run("report.py", str(packed), "--only", "badge", "--out", str(tmp_path))
    assert done.returncode == 3 and "cannot be read" in done.stderr


def test_a_subject_that_is_no_file_name_is_refused(tmp_path: Path) -> None:
    done = run("publish.py", written(tmp_path, "a.jsonl", "../up"), "--into", str(tmp_path / "out"))
    assert done.returncode == 64
    assert not list((tmp_path / "out").iterdir())


def test_a_truncated_run_is_refused(tmp_path: Path) -> None:
    path = Path(written(tmp_path, "a.jsonl", "one-1.0"))
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    done = run("publish.py", str(path), "--into", str(tmp_path / "out"))
    assert done.returncode == 64 and "cut off" in done.stderr


def test_a_row_escapes_what_markdown_would_read(tmp_path: Path) -> None:
    lines = make_data.lines()
    lines[0] = {**lines[0], "title": "a | b <i>"}
    assert "a \\| b &lt;i>" in matrix.write([results_of(lines)])


def test_the_table_of_the_readme_stands_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- platforms -->\nold\n<!-- end of platforms -->\nafter\n")
    given = written(tmp_path, "a.jsonl", "one-1.0")
    done = run("publish.py", given, "--into", str(tmp_path / "out"), "--readme", str(page))
    assert (done.returncode, done.stderr) == (0, "")
    text = page.read_text()
    assert text.startswith("before\n<!-- platforms -->\n\n| subject |") and text.endswith("-->\nafter\n")
    assert "| `one-1.0` |" in text and "old" not in text
    assert matrix.put("x", "no marks") == "no marks"


def test_the_list_of_evidence_repeats_the_first_comments(tmp_path: Path) -> None:
    (tmp_path / "b.c").write_text("/* One thing.\n *\n * Observed: it. */\n#include <stdio.h>\n")
    (tmp_path / "a.py").write_text("#!/usr/bin/env python3\n# Another.\n#\n#   run it\nimport os\n")
    (tmp_path / "c.js").write_text("// Third.\n// Line.\nlet x;\n")
    assert evidence.comment((tmp_path / "b.c").read_text()) == ["One thing.", "", "Observed: it."]
    assert evidence.comment((tmp_path / "a.py").read_text()) == ["Another.", "", "  run it"]
    assert evidence.comment((tmp_path / "c.js").read_text()) == ["Third.", "Line."]
    text = evidence.write(tmp_path, {})
    assert text.index("a.py") < text.index("b.c") and "3 programs" in text
