"""Run a target many times, part of the runs with every core loaded, and say what differed from run to run.

Usage: stability.py ROOT [--target T] [--runs N] [--loaded N] [--cases PATTERN]… [--json]

--runs are made on the machine as it is, --loaded with a busy process on each core beside them. Every run is compared with
the first: which verdicts changed (a defect of ours: to be understood, not retried away), which facts, which exit code.
Exit 0 when no verdict and no exit code changed, 1 when one did, 3 when a run was not made. Ctrl-C ends it with what is known.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Seen:
    """What one run showed: verdicts by instance and clause, facts by instance and label, the conductor's exit code."""

    verdicts: dict[str, str]
    facts: dict[str, str]
    exit_code: int


@dataclass
class Differences:
    """How often what changed, over all runs that were compared with the first."""

    runs: int = 0
    loaded: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    exits: Counter[str] = field(default_factory=Counter)


class NotRun(Exception):
    """Why a run could not be made."""


def instance_name(record: dict[str, Any]) -> str:
    matrix = ";".join(f"{name}={value}" for name, value in record.get("matrix", {}).items())
    return f"{record['case']}[{matrix}]" if matrix else str(record["case"])


def read_seen(lines: Iterable[str], exit_code: int) -> Seen:
    verdicts: dict[str, str] = {}
    facts: dict[str, str] = {}
    for line in lines:
        record = json.loads(line)
        if record["type"] != "case":
            continue
        name = instance_name(record)
        facts[f"{name} status"] = record["status"]
        for label, value in record["facts"].items():
            facts[f"{name} {label}"] = value
        for verdict in record["verdicts"]:
            verdicts[f"{name} {verdict['clause']}"] = verdict["verdict"]
    return Seen(verdicts, facts, exit_code)


def changed(first: dict[str, str], other: dict[str, str]) -> Iterator[str]:
    for name in first.keys() | other.keys():
        before, after = first.get(name, "nothing"), other.get(name, "nothing")
        if before != after:
            yield f"{name}: {before} → {after}"


def add_differences(differences: Differences, first: Seen, other: Seen) -> list[str]:
    """Counts what differs, and returns the verdicts among it."""
    verdicts = sorted(changed(first.verdicts, other.verdicts))
    differences.verdicts.update(verdicts)
    differences.facts.update(changed(first.facts, other.facts))
    if first.exit_code != other.exit_code:
        differences.exits[f"exit {first.exit_code} → {other.exit_code}"] += 1
    return verdicts


@contextmanager
def load(cores: int) -> Iterator[None]:
    """A busy process on each core, ended with the block, or by itself when this program dies."""
    parent = os.getpid()
    busy = f"import os\nwhile os.getppid() == {parent}:\n    sum(range(100000))\n"
    processes = [subprocess.Popen([sys.executable, "-c", busy]) for _ in range(cores)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def run_once(command: list[str], out: Path) -> Seen:
    done = subprocess.run([*command, "--out", str(out)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2, 3) or not (out / "results.jsonl").exists():
        raise NotRun(f"exit {done.returncode}: {done.stderr.strip()[-300:]}")
    with open(out / "results.jsonl", encoding="utf-8") as lines:
        return read_seen(lines, done.returncode)


def make_runs(command: list[str], out: Path, count: int, total: int, first: Seen | None, differences: Differences) -> Seen | None:
    for _ in range(count):
        began = time.monotonic()
        seen = run_once(command, out)
        news = add_differences(differences, first, seen) if first else []
        first = first or seen
        differences.runs += 1
        progress = f"run {differences.runs} of {total}: {time.monotonic() - began:.1f} s, exit {seen.exit_code}, "
        print(progress + f"{sum(differences.verdicts.values())} verdict changes so far", file=sys.stderr, flush=True)
        for verdict in news:
            print(f"  {verdict}", file=sys.stderr, flush=True)
    return first


def describe(differences: Differences, verdicts: int, facts: int) -> str:
    lines = [f"{differences.runs} runs, {differences.loaded} of them with every core loaded: {verdicts} verdicts, {facts} facts each"]
    for what, counter in (("verdicts", differences.verdicts), ("exit codes", differences.exits), ("facts", differences.facts)):
        lines.append(f"{what} that changed: {len(counter)}")
        lines += [f"  {count} × {name}" for name, count in counter.most_common(40)]
        if len(counter) > 40:
            lines.append(f"  … and {len(counter) - 40} more")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--target", default="native")
    parser.add_argument("--runs", type=int, default=100, metavar="N", help="runs on the machine as it is (default: 100)")
    parser.add_argument("--loaded", type=int, default=100, metavar="N", help="runs with every core loaded (default: 100)")
    parser.add_argument("--cases", action="append", default=[], metavar="PATTERN", help="only these cases")
    parser.add_argument("--jobs", metavar="N", help="how many agents at once")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args()
    if options.runs < 0 or options.loaded < 0 or options.runs + options.loaded < 2:
        parser.exit(64, "stability: two runs at least\n")
    command = [str(options.root.resolve() / "harness/build/listencheck"), "run", "--quiet", "--target", options.target]
    command += [word for pattern in options.cases for word in ("--cases", pattern)]
    command += ["--jobs", options.jobs] if options.jobs else []
    differences, first, failure = Differences(), None, 0
    total = options.runs + options.loaded
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="listencheck-stability-") as scratch:
        try:
            first = make_runs(command, Path(scratch), options.runs, total, None, differences)
            with load(os.cpu_count() or 1):
                first = make_runs(command, Path(scratch), options.loaded, total, first, differences)
        except NotRun as reason:
            print(f"stability: {reason}", file=sys.stderr)
            failure = 3
        except KeyboardInterrupt:
            failure = 130
        differences.loaded = max(0, differences.runs - options.runs)
    verdicts, facts = (len(first.verdicts), len(first.facts)) if first else (0, 0)
    if options.json:
        print(json.dumps({"runs": differences.runs, "loaded": differences.loaded, "verdicts": verdicts, "facts": facts,
                          "changed_verdicts": differences.verdicts, "changed_exits": differences.exits,
                          "changed_facts": differences.facts}, indent=1, ensure_ascii=False))
    else:
        print(describe(differences, verdicts, facts))
    return failure or (1 if differences.verdicts or differences.exits else 0)


if __name__ == "__main__":
    sys.exit(main())
