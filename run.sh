#!/bin/sh
# The one entry of listencheck: installs what is missing, builds, runs, judges, draws. Start with ./run.sh --help.
# The functions of commands are called by their name, which shellcheck cannot see.
# shellcheck disable=SC2317
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

# shellcheck source=harness/help.sh
. "$root/harness/help.sh"
# shellcheck source=harness/setup.sh
. "$root/harness/setup.sh"
# shellcheck source=harness/test.sh
. "$root/harness/test.sh"

say() { printf '%s\n' "$*" >&2; }
fail() { code=$1; shift; say "run.sh: $*"; exit "$code"; }
have() { command -v "$1" >/dev/null 2>&1; }

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

# Runs the conductor with OPTION… and gives its exit code; $results is the file it recorded into, empty when there is none.
record() {
  LISTENCHECK_RESULT_FILE=$scratch/where
  export LISTENCHECK_RESULT_FILE
  rm -f "$LISTENCHECK_RESULT_FILE"
  conduct "$binary" run "$@"
  code=$?
  results=$(cat "$LISTENCHECK_RESULT_FILE" 2>/dev/null)
  return "$code"
}

command_run() {
  need build agents reports
  build
  prepare_target "$target"
  record "$@"
  code=$?
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

command_publish() {
  need reports
  finish
  if [ "${1-}" = --check ]; then
    shift
    exec "$python" "$root/reports/confirm.py" "$@"
  fi
  exec "$python" "$root/reports/publish.py" "$@"
}

# Sets $results to those of OPERAND: a results file, its directory, or a target, which is run with OPTION….
results_of() {
  operand=$1
  shift
  if [ -e "$operand" ]; then
    results=$operand
    return
  fi
  need build agents
  build
  prepare_target "$operand"
  record --target "$operand" --quiet "$@" || [ -n "$results" ] || exit "$code"
}

# Takes operands that are no option and no option's value for results or targets.
command_compare() {
  operands=0 value=no
  for argument; do
    case $value$argument in
      no--out | no--document | no--documents) value=yes ;;
      no-*) ;;
      yes*) value=no ;;
      *) operands=$((operands + 1)) ;;
    esac
  done
  # Said before a target is run, which may take minutes.
  [ "$operands" -ge 2 ] || fail 64 "compare needs two results or targets, found $operands; see ./run.sh compare --help"
  need reports
  left=$#
  while [ "$left" -gt 0 ]; do
    argument=$1
    shift
    left=$((left - 1))
    case $argument in
      --out | --document | --documents)
        [ "$left" -gt 0 ] || fail 64 "$argument needs a value"
        set -- "$@" "$argument" "$1"
        shift
        left=$((left - 1))
        ;;
      -*) set -- "$@" "$argument" ;;
      *)
        results_of "$argument"
        set -- "$@" "$results"
        ;;
    esac
  done
  finish
  exec "$python" "$root/reports/compare.py" "$@"
}

command_table() {
  need reports
  case ${1--} in
    -*)
      results_of "$target" --cases table --out "$scratch/table"
      set -- "$results" "$@"
      ;;
  esac
  "$python" "$root/reports/table.py" "$@"
}

# Runs one target for `all` and says how it went in one line; the exit code of its gate.
run_one() {
  started=$(date +%s)
  record --target "$1" >"$scratch/run.log" 2>&1
  code=$?
  [ "$code" -lt 128 ] || exit "$code"
  if [ -n "$results" ] && [ "$code" -ne 64 ]; then
    draw "$results" "$(dirname -- "$results")" || code=3
    printf '%s\n' "$results" >>"$scratch/all"
  elif [ -n "$(field "$description" unavailable)" ]; then
    say "$1: not run, as known: $(field "$description" unavailable)"
    return 0
  else
    tail -n 5 "$scratch/run.log" >&2
    code=3
  fi
  say "$1: exit $code, $(($(date +%s) - started)) s   $(sed -n 1p "$scratch/run.log")"
  return "$code"
}

command_all() {
  need build agents reports
  build
  set_up=no
  if [ "${1-}" = --setup ]; then set_up=yes; shift; fi
  if [ $# -eq 0 ]; then
    for description in "$root"/suite/targets/*.target; do
      name=${description##*/}
      set -- "$@" "${name%.target}"
    done
  fi
  : >"$scratch/all"
  worst=0
  for name in "$@"; do
    description=$root/suite/targets/$name.target
    [ -f "$description" ] || fail 64 "no target $name in suite/targets"
    if [ "$set_up" = yes ] && ! (prepare_target "$name"); then
      say "$name: not run, its set-up failed"
      worst=3
      continue
    fi
    if lacking=$(lacks_file "$description"); then
      say "$name: not run, $lacking is missing (Debian: $(field "$description" package)); ./run.sh setup $name"
      continue
    fi
    say "$name: $(field "$description" title) …"
    run_one "$name"
    code=$?
    [ "$code" -le "$worst" ] || worst=$code
  done
  [ -s "$scratch/all" ] || fail 3 "no target could be run"
  set --
  while IFS= read -r results; do set -- "$@" "$results"; done <"$scratch/all"
  [ $# -lt 2 ] || "$python" "$root/reports/compare.py" "$@" --out "$root/reports/out/comparison" >/dev/null || worst=3
  [ $# -lt 2 ] || say "comparison   reports/out/comparison/compare.html"
  return "$worst"
}

command_bench() {
  need build agents reports
  build bench
  finish
  exec "$python" "$root/harness/bench/bench.py" "$root" "$@"
}

command_stability() {
  need build agents reports
  build
  prepare_target "$target"
  finish
  exec "$python" "$root/harness/bench/stability.py" "$root" "$@"
}

# Of several --out the last counts: the caller's own. The page of the kill matrix lies beside it.
command_prove() {
  need build reports
  build
  mkdir -p "$root/reports/out" || fail 3 "reports/out cannot be made"
  proof=$root/reports/out/proof.json
  previous=
  for argument in "$@"; do
    case $previous:$argument in
      --out:*) proof=$argument ;;
      *:--out=*) proof=${argument#*=} ;;
    esac
    previous=$argument
  done
  conduct "$binary" prove --out "$root/reports/out/proof.json" "$@"
  code=$?
  case $code in 0 | 1) ;; *) return "$code" ;; esac
  "$python" "$root/reports/proof.py" "$proof" --out "${proof%.json}.html" >&2 || return 3
  say "  page     ${proof%.json}.html"
  return "$code"
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

finish() { rm -rf "$scratch"; }

# One function, so that the whole file is read before anything runs: it may be replaced while it does.
main() {
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
    run | case | try | shell | list | lint | lock | accept | judge | gate | compare | all | table | publish | report | test | prove | bench | stability | setup | build | clean) ;;
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
      --target)
        [ "$left" -eq 0 ] || target=$1
        if [ "$command" = table ] && [ "$left" -gt 0 ]; then
          shift
          left=$((left - 1))
          continue
        fi
        ;;
      --target=*)
        target=${argument#*=}
        [ "$command" != table ] || continue
        ;;
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
}

main "$@"
exit $?
