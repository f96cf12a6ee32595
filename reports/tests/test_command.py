"""Misuse of any program of reports/ ends as the exit codes promise."""

from __future__ import annotations

import pytest
from support import run


@pytest.mark.parametrize(
    "program", ["report.py", "compare.py", "table.py", "publish.py", "proof.py", "confirm.py"]
)
def test_misuse_is_one_line_and_exit_64(program: str) -> None:
    done = run(program, "--no-such-option")
    assert done.returncode == 64
    assert done.stderr.startswith(f"{program}: ") and done.stderr.count("\n") == 1
