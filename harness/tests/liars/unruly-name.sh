#!/bin/sh
# unruly-name.sh: an agent that gives itself a name that is a path and markup.
. "$(dirname "$0")/liar.sh"

lie() {
    [ "$2" = hello ] || return 1
    answer "$1 ok proto=1 name=../../<b>x</b> os=liar errors=posix caps=inet,composite"
}

serve
