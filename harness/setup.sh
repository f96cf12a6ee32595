# shellcheck shell=sh disable=SC2154
# Finds what listencheck needs and installs what is missing; read by run.sh, which provides say, fail, have and $scratch.

# group|weight|probe|why|apt-get|apk|dnf|pacman|pkg|brew     (-: part of the system, or no package is known)
requirements() {
  cat <<'END'
build|required|command make|runs the build|make|make|make|make|gmake|make
build|required|compiler cc|compiles the conductor and the agents|gcc|gcc|gcc|gcc|-|gcc
build|required|headers libc|declares what the C library offers|libc6-dev|musl-dev|glibc-devel|glibc|-|-
agents|optional|linux ip|brings up loopback in a network namespace|iproute2|iproute2|iproute|iproute2|-|-
agents|optional|linux unshare|makes a network namespace|util-linux|util-linux-misc|util-linux|util-linux|-|-
agents|optional|command socat|carries the protocol over TCP and serial lines|socat|socat|socat|socat|socat|socat
agents|optional|command bats|runs the cases that need a second program|bats|bats|bats|bash-bats|bats-core|bats-core
reports|required|python python3|draws the reports|python3|python3|python3|python|python3|python3
reports|required|module jinja2|fills the templates of the pages|python3-jinja2|py3-jinja2|python3-jinja2|python-jinja|py311-Jinja2|-
tests|required|module pytest|runs the tests of the reports|python3-pytest|py3-pytest|python3-pytest|python-pytest|py311-pytest|pytest
tests|required|library bats-support|is used by the Bats tests|bats-support|-|-|bash-bats-support|-|bats-core/bats-core/bats-support
tests|required|library bats-assert|is used by the Bats tests|bats-assert|-|-|bash-bats-assert|-|bats-core/bats-core/bats-assert
tests|optional|module jsonschema|checks results and reports against their schemas|python3-jsonschema|py3-jsonschema|python3-jsonschema|python-jsonschema|py311-jsonschema|-
tests|optional|command recfix|reads the recfiles as other tools do|recutils|recutils|recutils|-|recutils|recutils
tests|optional|command shellcheck|checks the shell scripts|shellcheck|shellcheck|ShellCheck|shellcheck|hs-ShellCheck|shellcheck
END
}

# Is it there? KIND NAME as in the table.
present() {
  case $1 in
    command) have "$2" || { [ "$2" = make ] && have gmake; } ;;
    linux) [ "$(uname -s)" != Linux ] || have "$2" ;;
    compiler) compiler >/dev/null ;;
    headers) printf '#include <stdio.h>\n' | $(compiler || echo false) -E - >/dev/null 2>&1 ;;
    python) [ -n "$python" ] ;;
    module) [ -n "$python" ] && has_modules "$python" "$2" ;;
    library) bats_library "$2" ;;
  esac
}

compiler() {
  for candidate in ${CC:+"$CC"} cc gcc clang; do
    have "${candidate%% *}" && printf '%s\n' "$candidate" && return 0
  done
  return 1
}

has_modules() {
  interpreter=$1
  shift
  "$interpreter" -c 'import importlib.util, sys
sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))' "$@" 2>/dev/null
}

# Sets $python: the first interpreter that has what the reports need, else the system's own, where packages land.
choose_python() {
  python=
  for candidate in ${LISTENCHECK_PYTHON:+"$LISTENCHECK_PYTHON"} /usr/bin/python3 python3 /usr/local/bin/python3; do
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null || continue
    [ -n "$python" ] || python=$candidate
    has_modules "$candidate" jinja2 || continue
    python=$candidate
    return
  done
}

bats_library() {
  for directory in ${BATS_LIB_PATH:+"$BATS_LIB_PATH"} /usr/lib/bats /usr/lib /usr/local/lib /opt/homebrew/lib; do
    [ -f "$directory/$1/load.bash" ] && return 0
  done
  return 1
}

find_manager() {
  for candidate in apt-get apk dnf pacman pkg brew; do
    have "$candidate" && printf '%s\n' "$candidate" && return 0
  done
}

# The missing requirements of some groups, as lines: weight|name|why|package
missing() {
  requirements | while IFS='|' read -r group weight probe why apt apk dnf pacman pkg brew; do
    case " $* " in *" $group "*) ;; *) continue ;; esac
    # shellcheck disable=SC2086
    present $probe && continue
    case $manager in
      apt-get) package=$apt ;;
      apk) package=$apk ;;
      dnf) package=$dnf ;;
      pacman) package=$pacman ;;
      pkg) package=$pkg ;;
      brew) package=$brew ;;
      *) package=- ;;
    esac
    printf '%s|%s|%s|%s\n' "$weight" "${probe#* }" "$why" "$package"
  done
}

# Makes sure that everything in GROUP… is there, or that nothing required is missing.
need() {
  choose_python
  manager=$(find_manager)
  lacking=$(missing "$@")
  [ -n "$lacking" ] || return 0
  packages=$(printf '%s\n' "$lacking" | cut -d'|' -f4 | grep -vx -e - | sort -u | tr '\n' ' ')
  explain_missing
  install_packages "$packages" && choose_python
  lacking=$(missing "$@")
  case $lacking in *'required|'*) refuse_missing ;; esac
  [ -z "$lacking" ] ||
    say "Going on without $(printf '%s\n' "$lacking" | cut -d'|' -f2 | tr '\n' ' ')- what needs it is reported as not obtained."
}

explain_missing() {
  say "Missing${packages:+, to be installed with $manager}:"
  printf '%s\n' "$lacking" | while IFS='|' read -r weight name why package; do
    [ "$package" != - ] || package="$name (no package known here)"
    printf '  %-20s %s%s\n' "$package" "$why" "$([ "$weight" = required ] || echo ' (optional)')" >&2
  done
}

refuse_missing() {
  names=$(printf '%s\n' "$lacking" | sed -n 's/^required|\([^|]*\).*/\1/p' | tr '\n' ' ')
  fail 3 "cannot go on without: $names"
}

# Sets $elevate to what goes in front of a command of the package manager.
may_install() {
  elevate=
  [ "$install_allowed" = yes ] || return 1
  if [ "$(id -u)" != 0 ] && [ "$manager" != brew ]; then
    have sudo || return 1
    elevate='sudo '
  fi
  if [ -t 0 ] && [ -t 2 ]; then
    printf 'Install now? [Y/n] ' >&2
    read -r answer || answer=n
    case $answer in '' | [Yy]*) return 0 ;; *) return 1 ;; esac
  fi
  [ -z "$elevate" ] || sudo -n true 2>/dev/null
}

# The whole command line that installs PACKAGES; with a word in front ($1) apt-get's lists are read first.
install_command() {
  update=$1
  set -- "$elevate" "$2"
  case $manager in
    apt-get)
      [ -z "$update" ] || printf '%sapt-get update && ' "$1"
      printf '%senv DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends %s' "$1" "$2"
      ;;
    apk) printf '%sapk add --no-cache %s' "$1" "$2" ;;
    dnf) printf '%sdnf install -y --setopt=install_weak_deps=False %s' "$1" "$2" ;;
    pacman) printf '%spacman -Sy --needed --noconfirm %s' "$1" "$2" ;;
    pkg) printf '%spkg install -y %s' "$1" "$2" ;;
    brew) printf 'brew install %s' "$2" ;;
  esac
}

# Installs PACKAGES or prints the command that would.
install_packages() {
  [ -n "$1" ] || return 1
  update=
  # shellcheck disable=SC2086
  [ "$manager" != apt-get ] || apt-get -s install $1 >/dev/null 2>&1 || update=update
  if ! may_install; then
    [ -n "$elevate" ] || [ "$(id -u)" = 0 ] || [ "$manager" = brew ] || elevate='sudo '
    say "Not installed. The command is:"
    say "  $(install_command "$update" "$1")"
    return 1
  fi
  say "Installing…"
  sh -c "$(install_command "$update" "$1")" >"$scratch/install.log" 2>&1 </dev/null && return 0
  if [ "$manager" = apt-get ] && [ -z "$update" ]; then # the lists may be older than the archive
    sh -c "$(install_command update "$1")" >"$scratch/install.log" 2>&1 </dev/null && return 0
  fi
  tail -n 15 "$scratch/install.log" >&2
  say "Installing failed. The command was:"
  say "  $(install_command update "$1")"
  return 1
}
