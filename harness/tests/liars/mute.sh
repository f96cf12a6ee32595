#!/bin/sh
# mute.sh: an agent that never says anything.
. "$(dirname "$0")/liar.sh"

lie() {
    :
}

serve
