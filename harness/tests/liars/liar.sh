# shellcheck shell=sh
# liar.sh: what the lying agents share; each of them sources this file. An agent that looks honest: it greets, says `ok` to the verbs it
# knows and `unsupported` to all others, and does nothing. A liar defines `lie ID VERB REST`, which answers in its own way, or returns 1
# to have the request answered here.

# The sockets that were made, so that closing one that was not is refused.
made=' '

# Is this the time to lie? At every listen but that of the smoke test, which a liar must pass to be believed.
time_to_lie() {
    [ "$1" = listen ] && [ "${2%% *}" != smoke ]
}

answer() {
    printf '%s\n' "$*"
}

honest() {
    case $2 in
    hello) answer "$1 ok proto=1 name=liar-1.0 os=liar/1.0 errors=posix caps=inet,inet6,unix,stream,composite" ;;
    limits) answer "$1 ok somaxconn=128 constant=128 nofile=1024 portlow=1024 porthigh=65535" ;;
    bye)
        answer "$1 ok"
        exit 0
        ;;
    close)
        case $made in
        *" $3 "*) answer "$1 ok us=1" ;;
        *) answer "$1 fail error=nohandle us=1" ;;
        esac
        ;;
    socket)
        made="$made${3%% *} "
        answer "$1 ok us=1"
        ;;
    listen) answer "$1 ok asked=5 us=1" ;;
    sockname) answer "$1 ok family=inet address=127.0.0.1 port=4711 range=inside us=1" ;;
    snapshot) answer "$1 ok digest=0 acceptconn=1 events=none" ;;
    bind | connect | accept | shutdown | send | recv | getopt | setopt | poll | reset | settle | flood | clients | drain)
        answer "$1 ok us=1"
        ;;
    *) answer "$1 unsupported" ;;
    esac
}

serve() {
    while read -r id verb rest; do
        lie "$id" "$verb" "$rest" || honest "$id" "$verb" "$rest"
    done
}
