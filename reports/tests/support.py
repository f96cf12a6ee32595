"""What several tests need."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from listencheck_report import load
from listencheck_report.model import Results

HERE = Path(__file__).resolve().parent
REPORTS = HERE.parent
DATA = HERE / "data"
GOLDEN = HERE / "golden"


def results_of(lines: list[dict[str, Any]], name: str = "results.jsonl") -> Results:
    text = "".join(json.dumps(line) + "\n" for line in lines)
    return load.parse(io.BytesIO(text.encode("utf-8")), name)


def run(program: str, *arguments: str, cwd: Path = REPORTS) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPORTS / program), *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
