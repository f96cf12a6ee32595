#!/bin/sh
# all-unsupported.sh: an agent that says unsupported to everything but hello.
. "$(dirname "$0")/liar.sh"

lie() {
    case $2 in
    hello | bye) return 1 ;;
    *) answer "$1 unsupported" ;;
    esac
}

serve
