#!/bin/sh
# late.sh: an agent that answers the request before, not this one, from the first listen on.
. "$(dirname "$0")/liar.sh"

late=

# What was held back comes when the next request does: too late for a conductor that waits for it.
lie() {
    if [ -n "$late" ]; then
        held=$late
        late="$1 ok asked=5 us=1"
        answer "$held"
    elif time_to_lie "$2" "$3"; then
        late="$1 ok asked=5 us=1"
    else
        return 1
    fi
}

serve
