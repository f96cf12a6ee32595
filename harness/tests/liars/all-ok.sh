#!/bin/sh
# all-ok.sh: an agent that says ok to everything, verbs that do not exist included.
. "$(dirname "$0")/liar.sh"

lie() {
    case $2 in
    hello | bye) return 1 ;;
    *) answer "$1 ok us=1" ;;
    esac
}

serve
