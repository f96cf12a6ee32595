#!/bin/sh
# endless.sh: an agent that answers listen with a line that never ends.
. "$(dirname "$0")/liar.sh"

lie() {
    time_to_lie "$2" "$3" || return 1
    printf '%s ok text=' "$1"
    while printf '%08192d' 0; do :; done
    exit 0
}

serve
