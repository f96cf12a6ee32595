#!/bin/sh
# Starts the agent beside this script through the emulator that the directory is named after: qemu-s390x and so on.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 125
# A fresh image of the agent is started by this script too: the kernel cannot execute the program itself.
LISTENCHECK_IMAGE=$here/start
export LISTENCHECK_IMAGE
exec "${here##*/}" "$here/agent-native" "$@"
