#!/bin/sh
# crash.sh: an agent that dies of a segmentation fault at its first listen.
. "$(dirname "$0")/liar.sh"

lie() {
    [ "$2" = listen ] || return 1
    kill -s SEGV $$
}

serve
