#!/bin/sh
# long.sh: an agent that answers listen with a line of four thousand bytes.
. "$(dirname "$0")/liar.sh"

lie() {
    time_to_lie "$2" "$3" || return 1
    printf '%s ok text=%04000d\n' "$1" 0
}

serve
