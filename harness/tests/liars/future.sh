#!/bin/sh
# future.sh: an agent that speaks another version of the protocol.
. "$(dirname "$0")/liar.sh"

lie() {
    [ "$2" = hello ] || return 1
    answer "$1 ok proto=2 name=liar-2.0 os=liar/2.0 errors=posix caps=inet"
}

serve
