"""The kill matrix's page and figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support import run


def proof(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "proof",
        "format": 1,
        "suite": "0.1.0",
        "proved": True,
        "sums": {
            "models": 2, "faults": 2, "caught": 2, "as-meant": 1, "clauses": 4, "judged": 3, "conforming": 3, "turned": 3,
            "untestable": 1, "cases": 5, "killing": 5, "instances": 9,
        },  # fmt: skip
        "models": [{"document": "posix", "base": "usual", "changes": "a=b", "judged": 3, "conforming": 3}],
        "faults": [
            {"name": "one", "title": "<i>breaks</i>", "model": "usual", "like": ["B1"], "meant": ["errors.a"], "caught": True,
             "as-meant": True, "caught-by": ["errors.a", "errors.b", "backlog.c"], "turns": ["posix/x"]},
            {"name": "two", "title": "b", "model": "usual", "like": [], "meant": ["close.a"], "caught": True, "as-meant": False,
             "caught-by": ["errors.a"], "turns": []},
        ],  # fmt: skip
        "clauses": [{"clause": "posix/x", "conforms": True, "turned-by": 1}],
        "cases": [{"case": "errors.a", "bash": False, "kills": 2}],
    }
    return {**made, **changes}


def written(tmp_path: Path, content: Any) -> str:
    path = tmp_path / "proof.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


def test_the_page_counts_catching_cases_by_area_and_marks_accidents(tmp_path: Path) -> None:
    done = run("proof.py", written(tmp_path, proof()))
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "proof.html").read_text(encoding="utf-8")
    assert "&lt;i&gt;breaks" in page and "<i>breaks" not in page
    assert page.count("caught by others only") == 1
    assert '<td class="n">2</td>' in page and "Every check can fail" in page


def test_an_incomplete_proof_says_so(tmp_path: Path) -> None:
    run("proof.py", written(tmp_path, proof(proved=False)))
    assert "The proof is incomplete" in (tmp_path / "proof.html").read_text(encoding="utf-8")


def test_the_figures_in_a_sentence(tmp_path: Path) -> None:
    done = run("proof.py", written(tmp_path, proof()), "--sentence")
    assert done.stdout.startswith("2 of 2 faults caught, 1 by a case meant to · 3 of 3 judged clauses")
    assert not (tmp_path / "proof.html").exists()


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"type":"proof","format":9}', proof(sums=[]), proof(faults=[{"name": 1}])]
)
def test_malformed_input_is_refused_and_nothing_written(tmp_path: Path, content: Any) -> None:
    done = run("proof.py", written(tmp_path, content))
    assert done.returncode == 64 and "expected" in done.stderr
    assert not (tmp_path / "proof.html").exists()
