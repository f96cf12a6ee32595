#!/bin/sh
# The one entry of listencheck: installs what is missing, builds, runs, judges, draws. Start with ./run.sh --help.
set -u

self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
root=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd -P) || exit 3
LISTENCHECK_ROOT=$root
export LISTENCHECK_ROOT
binary=$root/harness/build/listencheck
install_allowed=yes
[ -z "${LISTENCHECK_NO_INSTALL-}" ] || install_allowed=no

# shellcheck source=harness/setup.sh
. "$root/harness/setup.sh"
# shellcheck source=harness/test.sh
. "$root/harness/test.sh"

say() { printf '%s\n' "$*" >&2; }
fail() { code=$1; shift; say "run.sh: $*"; exit "$code"; }
have() { command -v "$1" >/dev/null 2>&1; }

# ---- what each command says of itself

help_main() {
  cat <<'END'
Usage: ./run.sh [COMMAND] [OPTION…]

Without a command: run every case against this machine's own sockets, judge what was observed against every
document, gate on the documents the target claims, and draw the report.

  run        the same, with options: another target, some cases, some documents
  case       one case by hand: each call, what came back, what every document says about it
  try        a few calls: ./run.sh try 'socket s inet stream; listen s 5 -> r'
  shell      the same verbs, interactively
  list       cases, clauses, documents, targets or verbs
  compare    several results side by side
  report     draw the report of a results.jsonl again
  accept     take the deviations of a run into the baseline, each with its reason
  judge      judge a results.jsonl against the documents as they are now
  gate       compare a results.jsonl with a baseline: exit code only
  lint       check cases, documents, baselines and targets against each other
  lock       write suite/cases.lock anew, after a case was added or changed
  test       the tests of the suite itself
  prove      show that every check can fail, and does when it should
  bench      measure the engine
  setup      install what is missing, for this machine or for a target
  build      build the conductor and the agents
  clean      remove what was built

./run.sh COMMAND --help says more. Exit codes: 0 nothing new, 1 a deviation is new or changed, 2 a baseline line is fixed
or stale (with --strict), 3 nothing run or not obtained or not possible here, 64 usage or malformed input.
END
}

help_run() {
  cat <<'END'
Usage: ./run.sh [run] [OPTION…]

  --target T        what to run against: a name of ./run.sh list targets, or native, exec:CMD, preload:LIB, tcp:HOST:PORT,
                    ssh:HOST:CMD, serial:DEVICE, wine:EXE, model:DOCUMENT, fault:NAME        (default: native)
  --document D      gate on this document instead of those the target claims (may be repeated)
  --cases PATTERN   only these: an area, an id, or a glob such as 'backlog.*' (may be repeated)
  --baseline FILE   known deviations (default: suite/baselines/SUBJECT.rec)
  --strict          exit 2 when a baseline line is fixed or stale
  --out DIR         where results and report go (default: reports/out/SUBJECT)
  --jobs N          how many agents at once
  --time-scale X    multiply every deadline (slow links, emulators)
  --shard I/N       only part I of N
  --no-install      install nothing; print the command instead (or LISTENCHECK_NO_INSTALL=1)
  --quiet           no summary, no progress: errors and the exit code only

Writes results.jsonl, index.html, summary.md, junit.xml, results.tap and more into DIR. In a GitHub job the summary is also
appended to the step's page. Exit codes: ./run.sh --help.
END
}

help_case() {
  cat <<'END'
Usage: ./run.sh case ID [--target T] [--matrix NAME=VALUE]… [--document D]… [--time-scale X]

Runs one case by hand and prints each call, its result and its time, then what each document says, quoted, and the verdict.

  ID                    as ./run.sh list cases shows it; 'errors.unbound[family=inet]' is one instance
  --target T            what to run against (see ./run.sh run --help; default: native)
  --matrix NAME=VALUE   only these instances; VALUE,VALUE for several
  --document D          gate on this document instead of those the target claims

Exit 1: a deviation from a claimed document that the baseline does not know. Exit 3: not obtained.
END
}

help_try() {
  cat <<'END'
Usage: ./run.sh try 'STATEMENT; STATEMENT; …' [--target T] [--time-scale X]

Performs a few calls and prints each with its reply and its time. A statement is a line of a case: verb handle arguments
[-> label]. One without a label must succeed, else what follows is not done; '-> _' lets it do as it likes.
The verbs: ./run.sh list verbs, in full: harness/PROTOCOL.md

Example: ./run.sh try 'socket s inet stream; listen s 5 -> r; sockname s -> name'
END
}

help_shell() {
  cat <<'END'
Usage: ./run.sh shell [--target T] [--time-scale X]

The verbs of a case, one at a time, each with its reply. 'help' lists them, 'history' the lines so far, '!!' repeats the last
one, '!N' the N-th, 'quit' or the end of the input ends. With rlwrap installed, lines can be edited and completed.
END
}

help_list() {
  cat <<'END'
Usage: ./run.sh list cases|clauses|documents|targets|verbs [FILTER]…

  cases      id, number of instances, title; filter: area, id or glob
  clauses    id, level, quote; filter: document, level, id or glob
  documents  id, number of clauses, title
  targets    name, title, how it is started
  verbs      what a scenario can say

Example: ./run.sh list clauses winsock
END
}

help_lint() {
  cat <<'END'
Usage: ./run.sh lint

Checks cases, documents, baselines, targets and cases.lock against each other: no clause without a case or a reason, no fact
that nothing uses, no id twice, both readings of a case file equal. Prints FILE:LINE and what was expected. Exit 0 or 64.
END
}

help_lock() {
  cat <<'END'
Usage: ./run.sh lock

Writes suite/cases.lock anew: the digest of every case, so that none is lost or changed unseen. Lint compares.
END
}

help_accept() {
  cat <<'END'
Usage: ./run.sh accept [RESULTS] [--only new|changed|fixed|stale|all]… [--reason TEXT] [--document D]…
                       [--baseline FILE] [--out FILE]

Takes what RESULTS (default: the newest in reports/out) shows into the baseline of its subject. New and changed deviations
need --reason: why is this accepted? Without --only everything is taken. --baseline is read, --out is written (default: both
suite/baselines/SUBJECT.rec).
END
}

help_judge() {
  cat <<'END'
Usage: ./run.sh judge RESULTS [--out FILE] [--document D]… [--baseline FILE] [--strict]

Judges the recorded facts of anyone's results.jsonl against the documents as they are now, and writes the results with fresh
verdicts to FILE or standard output. Nothing is run. Exits as a run with these facts would.
END
}

help_gate() {
  cat <<'END'
Usage: ./run.sh gate [RESULTS] [--document D]… [--baseline FILE] [--strict]

Judges the recorded facts of RESULTS (default: the newest in reports/out) and prints what is new, changed, fixed or stale
against suite/baselines/SUBJECT.rec or FILE. Nothing is run. Exits as a run with these facts would.
END
}

help_compare() {
  cat <<'END'
Usage: ./run.sh compare RESULTS RESULTS… [--out DIR] [--markdown|--csv] [--all] [--document D] [--exit-code]

Compares runs fact by fact; RESULTS is a results.jsonl or the directory that holds it. Prints the differences as sentences.

  --out DIR      write compare.html, compare.md and compare.csv there: rows are facts, columns subjects, cells observed values
  --markdown     print Markdown;  --csv: print CSV
  --all          also the rows that agree
  --document D   whose verdicts the page shows first
  --exit-code    exit 1 where the runs differ
END
}

help_report() {
  cat <<'END'
Usage: ./run.sh report RESULTS [--out DIR] [--only FORMAT,…]

Draws the report of recorded results again (default: beside them). Nothing is run.
FORMAT: html markdown junit tap ctrf badge badge-svg curves (default: all)
END
}

help_test() {
  cat <<'END'
Usage: ./run.sh test [--no-install] [PART…]

Sets up and runs the tests of the suite itself; fails when one fails or none ran. The last line reads:
N passed, N failed[, N skipped]

PART: lint unit sanitize compilers prove reports suite records shell (default: all)
END
}

help_bench() {
  cat <<'END'
Usage: ./run.sh bench [--json] [--repeat N] [--only NAME,…]

Measures the engine against the same calls in a bare C loop, a whole run against as many empty Bats tests, long queues against
short ones, judging, memory and the page. Every bound is a ratio within one run, or a size. Exit 1 when one is not met.
END
}

help_prove() {
  cat <<'END'
Usage: ./run.sh prove [--all] [--out FILE] [--jobs N] [--fault NAME|GLOB]… [--cases AREA|ID|GLOB]…

Shows with models and their faults that every check can fail, and does when it should: every fault is caught, by the case that
is meant to catch it, every judged clause has a fault that turns it, every case catches one.

  --all       list everything that is missing, not only the first of each kind
  --out FILE  write the kill matrix as JSON (default: reports/out/proof.json)
  --jobs N    how many processes (default: one a processor)
  --fault F   only these faults;  --cases C: only these cases

Exit code: 0 the proof is complete, 1 something is missing, 3 it could not be run.
END
}

help_setup() {
  cat <<'END'
Usage: ./run.sh setup [TARGET] [--no-install]

Installs what is missing with the system's package manager (apt-get, apk, dnf, pacman, pkg, brew) and builds. With TARGET
also what that target needs.
END
}

help_build() {
  cat <<'END'
Usage: ./run.sh build

Builds harness/build/listencheck and the agents; what is up to date stays. CC and CFLAGS are honoured.
END
}

help_clean() {
  cat <<'END'
Usage: ./run.sh clean [--reports]

Removes harness/build; with --reports also reports/out.
END
}

# ---- building and targets

# Brings the programs up to date, and those of the goals given.
build() {
  make='make'
  have make || make=gmake
  if [ -z "${CC-}" ] && ! have cc; then
    CC=$(compiler) && export CC
  fi
  [ -x "$binary" ] || say "Building…"
  "$make" -C "$root/harness" -s -j2 all "$@" >"$scratch/build.log" 2>&1 && return 0
  if [ ! -w "$root/harness" ] || { [ -d "$root/harness/build" ] && [ ! -w "$root/harness/build" ]; }; then
    fail 3 "the tree at $root is read-only and what is built there is not up to date; build in a copy that can be written, or build here first"
  fi
  cat "$scratch/build.log" >&2
  fail 3 "the build failed"
}

# The value of a field of a target file.
field() { sed -n "s/^$2:[[:space:]]*//p" "$1"; }

# Installs and makes what a target of suite/targets says it needs.
prepare_target() {
  description=$root/suite/targets/$1.target
  case $1 in */* | *:*) return 0 ;; esac
  [ -f "$description" ] || return 0
  lacks_file "$description" && install_target_packages "$1" "$(field "$description" package)"
  making=$(field "$description" setup)
  if [ -n "$making" ] && ! (cd "$root" && sh -c "$making") >"$scratch/setup.log" 2>&1 </dev/null; then
    tail -n 15 "$scratch/setup.log" >&2
    fail 3 "target $1 could not be set up: $making"
  fi
  lacking=$(lacks_file "$description") && fail 3 "target $1 needs $lacking, which is not there"
  return 0
}

# Prints the first file that a target requires and that does not exist; fails when all do.
lacks_file() {
  for file in $(field "$1" requires); do
    case $file in
      */*) (cd "$root" && [ -e "$file" ]) && continue ;;
      *) have "$file" && continue ;;
    esac
    printf '%s\n' "$file"
    return 0
  done
  return 1
}

install_target_packages() {
  [ -n "$2" ] || return 0
  manager=$(find_manager)
  case $2 in *[!a-zA-Z0-9.+:\ -]*) fail 64 "suite/targets/$1.target: package: expected package names, found: $2" ;; esac
  [ "$manager" = apt-get ] || { say "Target $1 needs what Debian calls: $2"; return 0; }
  say "Missing for target $1, to be installed with apt-get: $2"
  install_packages "$2" || fail 3 "target $1 cannot be used without: $2"
}

# ---- commands

# Runs a program that must hear of Ctrl-C and TERM, and gives its exit code.
conduct() {
  "$@" <&0 &
  child=$!
  trap 'kill -s TERM "$child" 2>/dev/null' INT TERM HUP
  wait "$child"
  status=$?
  while kill -0 "$child" 2>/dev/null; do
    wait "$child"
    status=$?
  done
  stop_on_signals
  return "$status"
}

stop_on_signals() {
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
}

command_run() {
  need build agents reports
  build
  prepare_target "$target"
  LISTENCHECK_RESULT_FILE=$scratch/where
  export LISTENCHECK_RESULT_FILE
  conduct "$binary" run "$@"
  code=$?
  results=$(cat "$LISTENCHECK_RESULT_FILE" 2>/dev/null)
  [ "$code" -ne 64 ] && [ -n "$results" ] || return "$code"
  draw "$results" "$(dirname -- "$results")" || { [ "$code" -ne 0 ] || code=3; }
  return "$code"
}

# Draws the report of RESULTS into DIRECTORY and adds the summary to the page of a GitHub step.
draw() {
  if ! "$python" "$root/reports/report.py" "$1" --out "$2" >"$scratch/report.log" 2>&1; then
    tail -n 15 "$scratch/report.log" >&2
    say "run.sh: the report could not be drawn; the results are in $1"
    return 1
  fi
  [ -z "${GITHUB_STEP_SUMMARY-}" ] || [ ! -f "$2/summary.md" ] || cat "$2/summary.md" >>"$GITHUB_STEP_SUMMARY"
}

command_report() {
  need reports
  finish
  exec "$python" "$root/reports/report.py" "$@"
}

command_compare() {
  need reports
  finish
  exec "$python" "$root/reports/compare.py" "$@"
}

command_bench() {
  need build agents reports
  build bench
  finish
  exec "$python" "$root/harness/bench/bench.py" "$root" "$@"
}

# The last --out given counts, so the caller's own does.
command_prove() {
  need build
  build
  mkdir -p "$root/reports/out" || fail 3 "reports/out cannot be made"
  finish
  exec "$binary" prove --out "$root/reports/out/proof.json" "$@"
}

command_setup() {
  [ $# -le 1 ] || fail 64 "setup takes one target at most"
  need build agents reports
  build
  if [ $# -eq 1 ]; then
    [ -f "$root/suite/targets/$1.target" ] || fail 64 "no target $1 in suite/targets"
    prepare_target "$1"
  fi
  say "Ready."
}

command_build() {
  need build
  build
}

command_clean() {
  rm -rf "$root/harness/build"
  [ "${1-}" != --reports ] || rm -rf "$root/reports/out"
}

# What the conductor does by itself: case, try, shell, list, lint, lock, accept, judge, gate.
command_conductor() {
  case $1 in
    case | try | shell)
      need build agents
      build
      prepare_target "$target"
      ;;
    *)
      need build
      build
      ;;
  esac
  finish
  exec "$binary" "$@"
}

# ---- the command line

finish() { rm -rf "$scratch"; }

command=run
case ${1-} in
  -h | --help | help) help_main; exit 0 ;;
  '' | -*) ;;
  *)
    command=$1
    shift
    ;;
esac
case $command in
  run | case | try | shell | list | lint | lock | accept | judge | gate | compare | report | test | prove | bench | setup | build | clean) ;;
  *) fail 64 "no command named $command; see ./run.sh --help" ;;
esac

# Takes out what is meant for this script; everything else goes on as it is.
target=native
left=$#
while [ "$left" -gt 0 ]; do
  argument=$1
  shift
  left=$((left - 1))
  case $argument in
    -h | --help) "help_$command"; exit 0 ;;
    --no-install) install_allowed=no; continue ;;
    --target) [ "$left" -eq 0 ] || target=$1 ;;
    --target=*) target=${argument#*=} ;;
  esac
  set -- "$@" "$argument"
done

scratch=$(mktemp -d "${TMPDIR:-/tmp}/listencheck.XXXXXX") || fail 3 "no temporary directory can be made in ${TMPDIR:-/tmp}"
trap finish EXIT
stop_on_signals
case $command in
  case | try | shell | list | lint | lock | accept | judge | gate) command_conductor "$command" "$@" ;;
  *) "command_$command" "$@" ;;
esac
