#!/bin/sh
# babble.sh: an agent that answers listen with bytes that are no reply.
. "$(dirname "$0")/liar.sh"

lie() {
    time_to_lie "$2" "$3" || return 1
    printf '\000\377\033[31m<script>alert(1)</script>\r%s okay ok ok\n\n= = =\n' "$1"
}

serve
