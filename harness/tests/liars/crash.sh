#!/bin/sh
# crash.sh: an agent that dies of a segmentation fault at a listen.
. "$(dirname "$0")/liar.sh"

lie() {
    time_to_lie "$2" "$3" || return 1
    kill -s SEGV $$
}

serve
