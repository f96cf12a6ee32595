#!/bin/sh
# twice.sh: an agent that answers every listen twice.
. "$(dirname "$0")/liar.sh"

lie() {
    time_to_lie "$2" "$3" || return 1
    answer "$1 ok asked=5 us=1"
    answer "$1 fail error=EINVAL code=22 us=1"
}

serve
