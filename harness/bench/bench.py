"""Measure the suite itself, as ratios within one run, and say whether each stays within its bound.

Usage: bench.py ROOT [--json] [--repeat N] [--only NAME,…] [--targets NAME,…]

Every number is a median of N measurements (default 5) taken alternately with what it is compared to, on this machine,
just now. Exit 0 when every bound is met, 1 when one is not, 3 when something could not be measured.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Measurement:
    """One line of the table. value and bound share a unit; ok is value <= bound; detail says what was divided by what."""

    name: str
    what: str
    value: float | None
    bound: float
    unit: str
    detail: str

    @property
    def ok(self) -> bool | None:
        return None if self.value is None else self.value <= self.bound


class NotMeasured(Exception):
    """Why a measurement could not be taken."""


@dataclass(frozen=True)
class Place:
    """Where things are: the repository, its build directory, a scratch directory; how often to repeat, and for which targets."""

    root: Path
    build: Path
    scratch: Path
    repeat: int
    targets: list[str]

    @property
    def conductor(self) -> str:
        return str(self.build / "listencheck")

    @property
    def bare(self) -> str:
        return str(self.build / "bare")


def timed(command: list[str], **options: object) -> tuple[float, int]:
    """Seconds of wall clock and peak memory (KiB, of the process and the children it waited for) of one command."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload]
    assert process.stderr is not None
    message = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 2):
        raise NotMeasured(f"{' '.join(command)}: exit {process.returncode}: {message.strip()[-300:]}")
    return seconds, usage.ru_maxrss


def output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotMeasured(f"{' '.join(command)}: {done.stderr.strip()[-300:]}")
    return done.stdout


def case_tree(place: Place, name: str, text: str) -> Path:
    """A repository that holds one case file and the native target without its claims, for a run of that case alone."""
    tree = place.scratch / name
    area = tree / "cases" / "bench"
    area.mkdir(parents=True)
    (area / f"{name}.bats").write_text(text)
    (tree / "suite" / "documents").mkdir(parents=True)
    (tree / "suite" / "baselines").mkdir()
    targets = tree / "suite" / "targets"
    targets.mkdir()
    native = (place.root / "suite" / "targets" / "native.target").read_text()
    claimless = [line for line in native.splitlines() if not line.startswith(("claims:", "baseline:"))]
    (targets / "native.target").write_text("\n".join(claimless) + "\n")
    (tree / "harness").symlink_to(place.root / "harness")
    return tree


def run_tree(place: Place, tree: Path) -> tuple[float, int]:
    return timed([place.conductor, "run", "--quiet", "--suite", str(tree), "--out", str(tree / "out")])


def case_lines(tree: Path) -> Iterator[dict[str, Any]]:
    with open(tree / "out" / "results.jsonl", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["type"] == "case":
                yield record


def median_of(place: Place, *measures: Callable[[], float]) -> list[float]:
    """Medians of several measures taken in turn, so that a busy moment of the machine meets all of them."""
    samples: list[list[float]] = [[] for _ in measures]
    for _ in range(place.repeat):
        for measure, sample in zip(measures, samples, strict=True):
            sample.append(measure())
    return [statistics.median(sample) for sample in samples]


ENGINE_ROUNDS, ENGINE_TURNS = 40, 50
ENGINE_COUNT = ENGINE_ROUNDS * ENGINE_TURNS
ENGINE_CASE = """load ../case
# id:     bench.engine
# matrix: round = {numbers}
# matrix: turn = {turns}
@test "socket, bind, listen, close" {{
  scenario <<'END'
    socket s inet stream
    bind s loopback
    listen s 5
    close s
END
}}
"""


def engine(place: Place) -> list[Measurement]:
    numbers, turns = (" ".join(map(str, range(count))) for count in (ENGINE_ROUNDS, ENGINE_TURNS))
    tree = case_tree(place, "engine", ENGINE_CASE.format(numbers=numbers, turns=turns))
    ours, bare = median_of(
        place,
        lambda: run_tree(place, tree)[0],
        lambda: timed([place.bare, "cycle", str(ENGINE_COUNT)])[0],
    )
    done = sum(1 for record in case_lines(tree) if record["status"] == "done")
    if done != ENGINE_COUNT:
        raise NotMeasured(f"{done} of {ENGINE_COUNT} scenarios were done")
    detail = f"{ours * 1e3:.0f} ms for {ENGINE_COUNT} scenarios, {bare * 1e3:.0f} ms in C"
    return [Measurement("engine", "a scenario / the same calls in a bare C loop", ours / bare, 3.0, "x", detail)]


def native(place: Place) -> list[Measurement]:
    out = place.scratch / "native"
    command = [place.conductor, "run", "--quiet", "--target", "native", "--out", str(out)]
    peaks: list[int] = []

    def run() -> float:
        seconds, peak = timed(command)
        peaks.append(peak)
        return seconds

    (ours,) = median_of(place, run)
    with open(out / "results.jsonl", encoding="utf-8") as lines:
        instances = sum(1 for line in lines if json.loads(line)["type"] == "case")
    tests = min(instances, 200)
    empty = place.scratch / "empty.bats"
    empty.write_text("".join(f'@test "empty {number}" {{\n  :\n}}\n' for number in range(tests)))
    bats = timed(["bats", str(empty)])[0] / tests * instances
    detail = f"{ours:.2f} s for {instances} instances; {tests} empty Bats tests scaled to {instances}: {bats:.1f} s"
    return [
        Measurement("run", "a native run / as many empty Bats tests", ours / bats, 0.1, "x", detail),
        Measurement("memory", "peak memory of a native run", max(peaks) / 1024, 32, "MiB", "conductor and its agents, the largest"),
    ]


QUEUE_CASE = """load ../case
# id:     bench.queue
# matrix: count = {counts}
# needs:  namespace
@test "fill and drain a queue" {{
  scenario <<'END'
    limit somaxconn 70000
    socket l inet stream
    bind l loopback
    listen l $count
    flood l $count -> flood
    drain l -> drain
END
}}
"""


def per_connection(tree: Path) -> dict[int, float]:
    """Microseconds a connection of flood and drain together, by the size of the queue."""
    cost: dict[int, float] = {}
    for record in case_lines(tree):
        count = int(record["matrix"]["count"])
        facts = record["facts"]
        if facts.get("flood.established") != str(count) or facts.get("drain.accepted") != str(count):
            raise NotMeasured(f"queue of {count}: {record.get('reason') or facts}")
        spent = [
            int(word[3:])
            for step in record["trace"]
            if step.get("label") in ("flood", "drain")
            for word in step["reply"].split()
            if word.startswith("us=")
        ]
        if len(spent) != 2:
            raise NotMeasured("the replies carry no us=")
        cost[count] = sum(spent) / count
    return cost


def queue(place: Place) -> list[Measurement]:
    sizes = [256, 8192]
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if files == resource.RLIM_INFINITY or files > 2 * 65536:
        sizes.append(65536)
    tree = case_tree(place, "queue", QUEUE_CASE.format(counts=" ".join(map(str, sizes))))
    isolated = ["sh", "-c", 'ip link set lo up && echo 70000 >/proc/sys/net/core/somaxconn && exec "$@"', "sh", place.bare, "queue"]
    prefix = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    ours: dict[int, list[float]] = {size: [] for size in sizes}
    bare: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(place.repeat):
        run_tree(place, tree)
        for size, microseconds in per_connection(tree).items():
            ours[size].append(microseconds)
        for size in sizes:
            bare[size].append(float(output([*prefix, *isolated, str(size)])) / size)
    cost = {size: statistics.median(samples) for size, samples in ours.items()}
    plain = {size: statistics.median(samples) for size, samples in bare.items()}
    large = sizes[1:]
    rows = []
    for size in large:
        detail = f"{cost[size]:.1f} us a connection; {cost[256]:.1f} us of 256"
        rows.append(Measurement(f"queue-{size}", f"a connection of {size} / of 256", cost[size] / cost[256], 1.5, "x", detail))
        detail = f"{cost[size]:.1f} us a connection; {plain[size]:.1f} us in C"
        rows.append(Measurement(f"queue-{size}-bare", f"a connection of {size} / in a bare C loop", cost[size] / plain[size], 2.0, "x", detail))
    return rows


def judge(place: Place) -> list[Measurement]:
    source = place.scratch / "native" / "results.jsonl"
    if not source.exists():
        timed([place.conductor, "run", "--quiet", "--target", "native", "--out", str(source.parent)])
    many = place.scratch / "million.jsonl"
    with open(many, "wb") as sink:
        made = subprocess.run([str(place.build / "judge-facts"), str(source), "1000000"], stdout=sink, stderr=subprocess.PIPE, check=False)
    if made.returncode != 0:
        raise NotMeasured(made.stderr.decode(errors="replace").strip()[-300:])
    (seconds,) = median_of(place, lambda: timed([place.conductor, "gate", str(many)])[0])
    size = many.stat().st_size / 1e6
    many.unlink()
    return [Measurement("judge", "judge and gate 1,000,000 facts", seconds, 2.0, "s", f"{size:.0f} MB of results")]


def page(place: Place) -> list[Measurement]:
    source = place.scratch / "native" / "results.jsonl"
    if not source.exists():
        timed([place.conductor, "run", "--quiet", "--target", "native", "--out", str(source.parent)])
    out = place.scratch / "page"
    command = [sys.executable, str(place.root / "reports" / "report.py"), str(source), "--out", str(out), "--only", "html"]
    (seconds,) = median_of(place, lambda: timed(command)[0])
    size = (out / "index.html").stat().st_size / 1000
    return [
        Measurement("page", "draw the page", seconds, 2.0, "s", ""),
        Measurement("page-size", "size of the page", size, 400, "kB", ""),
    ]


ONE_CASE = "errors.unbound"
QUICK = 10.0  # seconds: a slower target is measured once


@dataclass(frozen=True)
class Spent:
    """What a run took: seconds of wall clock, and of all processors together, whoever they worked for (None where the system does not tell)."""

    seconds: float
    busy: float | None


def busy_seconds() -> float | None:
    """Seconds that the machine's processors have been at work since it started; Wine's server and sandboxes are no children of a run."""
    try:
        user, nice, system, _idle, _waiting, interrupts, soft, *_ = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    except (OSError, ValueError):
        return None
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")


def target_run(place: Place, target: str, *options: str) -> Spent:
    """One run of a target: any exit code that left results is a run, as the gate is not what is measured."""
    out = place.scratch / "target"
    shutil.rmtree(out, ignore_errors=True)
    command = [place.conductor, "run", "--quiet", "--target", target, "--out", str(out), *options]
    start, before = time.monotonic(), busy_seconds()
    done = subprocess.run(command, cwd=place.root, capture_output=True, text=True, check=False)
    seconds, after = time.monotonic() - start, busy_seconds()
    if not (out / "results.jsonl").exists():
        raise NotMeasured(done.stderr.strip()[-300:])
    return Spent(seconds, None if before is None or after is None else after - before)


def median_spent(samples: list[Spent]) -> Spent:
    busy = [sample.busy for sample in samples if sample.busy is not None]
    return Spent(statistics.median(sample.seconds for sample in samples), statistics.median(busy) if len(busy) == len(samples) else None)


def processors_alone(run: Spent, native: Spent) -> str:
    """How many native runs the processor time of a run fills, were all processors at work all the time: no order of work is faster."""
    if run.busy is None or native.busy is None:
        return ""
    least = run.busy / len(os.sched_getaffinity(0)) / native.seconds
    return f"; processor time {run.busy:.1f} s, native {native.busy:.1f} s: at least {least:.1f} x"


def target_row(place: Place, name: str, base: list[Spent]) -> Measurement:
    """What a target costs beyond its own start-up, which is a run of one case. Adds to base the native runs taken in turn."""
    start = target_run(place, name, "--cases", ONE_CASE).seconds
    samples = [target_run(place, name)]
    while samples[0].seconds < QUICK and len(samples) < place.repeat:
        samples.append(target_run(place, name))
        base.append(target_run(place, "native"))
    run, native_run = median_spent(samples), median_spent(base)
    detail = f"{run.seconds:.1f} s, of these start-up {start:.1f} s; native {native_run.seconds:.1f} s; runs: {len(samples)}"
    value = max(0.0, run.seconds - start) / native_run.seconds
    what = f"a run of {name} beyond its start-up / a native run"
    return Measurement(f"target-{name}", what, value, 2.0, "x", detail + processors_alone(run, native_run))


def targets(place: Place) -> list[Measurement]:
    """Every target that runs here, one after the other; one that does not is told, and is a row only when it was named."""
    base = [target_run(place, "native") for _ in range(place.repeat)]
    names = place.targets or sorted(path.stem for path in (place.root / "suite" / "targets").glob("*.target"))
    rows = []
    for name in names:
        if name == "native":
            continue
        try:
            rows.append(target_row(place, name, base))
            print(f"bench: {name}: {rows[-1].value:.1f} x: {rows[-1].detail}", file=sys.stderr, flush=True)
        except NotMeasured as reason:
            print(f"bench: {name}: not run: {reason}", file=sys.stderr, flush=True)
            if place.targets:
                rows.append(Measurement(f"target-{name}", f"a run of {name}", None, 2.0, "x", str(reason)))
    return rows


PARTS: dict[str, Callable[[Place], list[Measurement]]] = {
    "engine": engine,
    "native": native,
    "queue": queue,
    "judge": judge,
    "page": page,
    "targets": targets,
}


@contextmanager
def scratch_directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="listencheck-bench-") as name:
        yield Path(name)


def measure(place: Place, names: list[str]) -> list[Measurement]:
    rows: list[Measurement] = []
    for name in names:
        print(f"bench: {name} …", file=sys.stderr, flush=True)
        try:
            rows.extend(PARTS[name](place))
        except (NotMeasured, OSError, ValueError, KeyError) as reason:
            rows.append(Measurement(name, "not measured", None, 0, "", str(reason)))
    return rows


def table(rows: list[Measurement]) -> str:
    lines = ["| what | measured | bound | | how |", "| --- | ---: | ---: | --- | --- |"]
    for row in rows:
        value = "not measured" if row.value is None else f"{row.value:.2f} {row.unit}"
        mark = {True: "met", False: "**missed**", None: "?"}[row.ok]
        lines.append(f"| {row.what} | {value} | {row.bound:g} {row.unit} | {mark} | {row.detail} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--json", action="store_true", help="print the measurements as JSON")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="measurements a median is taken of")
    parser.add_argument("--only", default="", metavar="NAME,…", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--targets", default="", metavar="NAME,…", help="measure these targets, and nothing else unless --only names it")
    options = parser.parse_args()
    names = (options.only or ("targets" if options.targets else ",".join(PARTS))).split(",")
    unknown = [name for name in names if name not in PARTS]
    if unknown or options.repeat < 1:
        parser.exit(64, f"bench: no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}\n")
    root = options.root.resolve()
    chosen = [name for name in options.targets.split(",") if name]
    with scratch_directory() as scratch:
        rows = measure(Place(root, root / "harness" / "build", scratch, options.repeat, chosen), names)
    if options.json:
        print(json.dumps([asdict(row) | {"ok": row.ok} for row in rows], indent=1))
    else:
        print(table(rows))
    if any(row.ok is None for row in rows):
        return 3
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
