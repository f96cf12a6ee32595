#!/bin/sh
# order.sh: an agent that answers listen only after the request that follows it.
. "$(dirname "$0")/liar.sh"

swapped=

lie() {
    if [ -n "$swapped" ]; then
        honest "$1" "$2" "$3"
        answer "$swapped"
        swapped=
    elif time_to_lie "$2" "$3"; then
        swapped="$1 ok asked=5 us=1"
    else
        return 1
    fi
}

serve
