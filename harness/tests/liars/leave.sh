#!/bin/sh
# leave.sh: an agent that ends without a word, and with success, at its first listen.
. "$(dirname "$0")/liar.sh"

lie() {
    [ "$2" = listen ] || return 1
    exit 0
}

serve
