# shellcheck shell=bash
# case.bash: loaded by every case file (`load ../case`): lets Bats run the cases that the conductor reads itself.
#
#   scenario <<'END'   performs the statements on the target in $LISTENCHECK_TARGET (native) and prints what happened; the test
#                      fails when a fact was not obtained or a claimed document is newly deviated from
#   fact LABEL VALUE   in a case with `# needs: bash`: records one fact
#
# Bash 3 is enough.

listencheck_root=${LISTENCHECK_ROOT:-$BATS_TEST_DIRNAME/../..}

listencheck_program() {
  local program=${LISTENCHECK_PROGRAM:-$listencheck_root/harness/build/listencheck}
  if [ ! -x "$program" ]; then
    echo "# the harness is not built yet: building it (make -C harness)" >&2
    if ! make -s -C "$listencheck_root/harness" >&2; then
      echo "# it could not be built; ./run.sh setup installs what is needed" >&2
      return 1
    fi
  fi
  printf '%s\n' "$program"
}

# The linter asks what Bats makes of the file: title and body go to a file, nothing is performed.
listencheck_read() {
  {
    printf '%s\n%s\n' "$BATS_TEST_FILENAME" "$BATS_TEST_DESCRIPTION"
    cat
  } >"$LISTENCHECK_READING/$BATS_SUITE_TEST_NUMBER"
}

scenario() {
  if [ -n "${LISTENCHECK_READING-}" ]; then
    listencheck_read
    return
  fi
  local program
  program=$(listencheck_program) || return 1
  "$program" case --suite "$listencheck_root" --target "${LISTENCHECK_TARGET:-native}" \
    --bats "$BATS_TEST_FILENAME" --title "$BATS_TEST_DESCRIPTION"
}

fact() {
  printf '%s %s\n' "$1" "$2"
  if [ -n "${LISTENCHECK_FACTS-}" ]; then
    printf '%s %s\n' "$1" "$2" >>"$LISTENCHECK_FACTS"
  fi
}

# The headers of the running test, `name: value` a line.
listencheck_headers() {
  awk -v title="$BATS_TEST_DESCRIPTION" '
    /^# *[a-z]+:/ { sub(/^# */, ""); found = found $0 "\n" }
    /^@test / { if (index($0, title)) { printf "%s", found; exit } found = "" }' "$BATS_TEST_FILENAME"
}

# A case with a Bats body gets the values of its matrix as variables: from the conductor, else the first ones of the headers. The
# linter has it skipped.
setup() {
  local name value rest
  [ -z "${LISTENCHECK_FACTS-}" ] || return 0
  while read -r name value rest; do
    case $name:" $value $rest " in
      needs::*' bash '*)
        if [ -n "${LISTENCHECK_READING-}" ]; then
          listencheck_read </dev/null
          skip 'only read'
        fi
        ;;
      matrix::*)
        rest=${rest#= }
        export "$value=${rest%% *}"
        ;;
    esac
  done <<END
$(listencheck_headers)
END
}
