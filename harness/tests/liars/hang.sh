#!/bin/sh
# hang.sh: an agent that never answers listen, and stays.
. "$(dirname "$0")/liar.sh"

lie() {
    [ "$2" = listen ] || return 1
    while read -r _; do :; done
    exit 0
}

serve
