#!/bin/sh
# leave.sh: an agent that ends without a word, and with success, at a listen.
. "$(dirname "$0")/liar.sh"

lie() {
    time_to_lie "$2" "$3" || return 1
    exit 0
}

serve
