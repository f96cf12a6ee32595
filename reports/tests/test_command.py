"""Misuse of any program of reports/ ends as the exit codes promise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import DATA, REPORTS, run


@pytest.mark.parametrize(
    "program", ["report.py", "compare.py", "table.py", "publish.py", "proof.py", "confirm.py"]
)
def test_misuse_is_one_line_and_exit_64(program: str) -> None:
    done = run(program, "--no-such-option")
    assert done.returncode == 64
    assert done.stderr.startswith(f"{program}: ") and done.stderr.count("\n") == 1


@pytest.mark.parametrize("program", ["report.py", "compare.py"])
def test_output_that_cannot_be_written_is_one_line_and_exit_64(program: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    results = [str(DATA / "results.jsonl"), str(DATA / "other.jsonl")]
    done = run(program, *results[: 1 + (program == "compare.py")], "--out", str(tmp_path / "file" / "out"))
    assert done.returncode == 64
    assert str(tmp_path / "file") in done.stderr and done.stderr.count("\n") == 1


def test_a_reader_that_has_seen_enough_meets_no_traceback() -> None:
    command = [
        sys.executable,
        str(REPORTS / "compare.py"),
        str(DATA / "results.jsonl"),
        str(DATA / "other.jsonl"),
        "--all",
    ]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*command, "--csv"], stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 3
