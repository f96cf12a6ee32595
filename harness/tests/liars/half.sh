#!/bin/sh
# half.sh: an agent that ends in the middle of its answer to listen.
. "$(dirname "$0")/liar.sh"

lie() {
    time_to_lie "$2" "$3" || return 1
    printf '%s ok ask' "$1"
    exit 0
}

serve
