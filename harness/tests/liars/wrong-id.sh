#!/bin/sh
# wrong-id.sh: an agent that answers listen under another id.
. "$(dirname "$0")/liar.sh"

lie() {
    time_to_lie "$2" "$3" || return 1
    answer "$(($1 + 1000)) ok asked=5 us=1"
}

serve
