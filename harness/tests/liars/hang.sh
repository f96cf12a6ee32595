#!/bin/sh
# hang.sh: an agent that never answers listen, and stays.
. "$(dirname "$0")/liar.sh"

lie() {
    time_to_lie "$2" "$3" || return 1
    while read -r _; do :; done
    exit 0
}

serve
