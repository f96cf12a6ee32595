# shellcheck shell=sh
# What run.sh and each of its commands say of themselves.

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
  all        every target that is set up here, one after the other, then all of them side by side
  compare    several results side by side
  table      what every call does in every state of a socket
  publish    take results into reports/published and draw its pages
  report     draw the report of a results.jsonl again
  accept     take the deviations of a run into the baseline, each with its reason
  judge      judge a results.jsonl against the documents as they are now
  gate       compare a results.jsonl with a baseline: exit code only
  lint       check cases, documents, baselines and targets against each other
  lock       write suite/cases.lock anew, after a case was added or changed
  test       the tests of the suite itself
  prove      show that every check can fail, and does when it should
  bench      measure the engine
  stability  run many times, half of them under load, and say what differed
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
Usage: ./run.sh compare RESULTS|TARGET… [--out DIR] [--markdown|--csv] [--all] [--document D] [--exit-code]

Compares runs fact by fact: results.jsonl files, directories that hold one, or targets, which are run first. Prints the
differences as sentences.

  --out DIR      write compare.html, compare.md and compare.csv there: rows are facts, columns subjects, cells observed values
  --markdown     print Markdown;  --csv: print CSV
  --all          also the rows that agree
  --document D   whose verdicts the page shows first
  --exit-code    exit 1 where the runs differ
END
}

help_table() {
  cat <<'END'
Usage: ./run.sh table [RESULTS…] [--target T] [--family F,…] [--csv] [--html FILE]

Prints what every call does in every state a socket can be in: rows are states, columns calls, cells what was observed.
Without RESULTS, the cases of the area table are run on T (default: native) first.

  --family F,…  these families only
  --csv         one line a cell: subject, family, state, call, value
  --html FILE   write a page; several results stand side by side in it
END
}

help_all() {
  cat <<'END'
Usage: ./run.sh all [--setup] [TARGET…]

Runs every target of suite/targets (or those named) that is set up here, one after the other, draws the report of each, and
compares all of them in reports/out/comparison. A target that is not set up is named with what it needs, and was not run.

  --setup   set up each target first, as ./run.sh setup TARGET does

Exit code: the worst of the runs: 3 where one could not be run to its end, else 1 where one has a new deviation, else 0.
END
}

help_publish() {
  cat <<'END'
Usage: ./run.sh publish [RESULTS…] [--into DIR]
       ./run.sh publish --check [NAME…] [--native]

Takes results into reports/published (or DIR) as SUBJECT.jsonl.gz, and draws what follows from all that are there: the page
comparison.html, the tables platforms.md and of the README, the list of confirmed deviations evidence.md. Without RESULTS it only
draws anew. None of these is ever edited.

  --check   run the programs of reports/published/evidence (or those whose names begin with NAME) as their comments say, where
            what they need is installed, and say whether they end as stated; --native: only those that need nothing but the C
            library, on this system. Exit 1 where one ends otherwise
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
short ones, judging, memory, the page, and what each target that is set up here costs beyond its start-up, against a native run.
Every bound is a ratio within one run, or a size. Exit 1 when one is not met.

  --only NAME,…   of engine, native, queue, judge, page, targets (the last takes minutes where many are set up)
END
}

help_stability() {
  cat <<'END'
Usage: ./run.sh stability [--target T] [--runs N] [--loaded N] [--cases PATTERN]… [--jobs N] [--json]

Runs everything N times (100) on the machine as it is and N times (100) with a busy process on each core, compares each run with
the first, and prints which verdicts, exit codes and facts changed. Natively 200 runs take about half an hour. Ctrl-C prints
what is known.

Exit code: 0 no verdict and no exit code changed, 1 one did, 3 a run could not be made.
END
}

help_prove() {
  cat <<'END'
Usage: ./run.sh prove [--all] [--out FILE] [--jobs N] [--fault NAME|GLOB]… [--cases AREA|ID|GLOB]…

Shows with models and their faults that every check can fail, and does when it should: every fault is caught, by the case that
is meant to catch it, every judged clause has a fault that turns it, every case catches one.

  --all       list everything that is missing, not only the first of each kind
  --out FILE  write the kill matrix as JSON (default: reports/out/proof.json) and, beside it, as a page (proof.html)
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
