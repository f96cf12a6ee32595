/* documents.c: one model a document: what it decides where it speaks. Where it is silent the usual value of decisions.h stays.
 * Of two clauses of one document that contradict each other a model can follow one; a fault follows the other. */
#include "choice.h"

#include <string.h>

static const struct model_row rows[] = {
    {"usual", NULL, ""},

    {"posix", "usual",
     "backlog-negative=zero unbound-unix=EDESTADDRREQ accept-aborted=ECONNABORTED receive-listener-unix=ENOTCONN "
     "send-listener=ENOTCONN shutdown-listener=ENOTCONN shutdown-listener-write=ENOTCONN shutdown-unix=ENOTCONN"},
    {"xns", "usual", "queue-length=exact backlog-negative=zero"},
    {"linux", "usual",
     "queue-length=exact somaxconn=4096 descriptors=10000 full-abort=reset "
     "accept-aborted=ECONNABORTED receive-listener-unix=ENOTCONN close-port=holds credentials-at=connect "
     "shutdown-listener=ENOTCONN shutdown-listener-write=ENOTCONN shutdown-unix=ENOTCONN"},
    {"linux-sysctl", "usual", "somaxconn=4096 descriptors=10000 full-abort=reset"},
    {"rfc9293", "usual", "connect-listener=converts"},
    {"rfc1122", "usual", ""},
    {"rfc3493", "usual", ""},
    {"rfc6458", "usual", "queue-length=exact"},

    {"wsplisten", "usual",
     "errors=winsock bad-descriptor=ENOTSOCK unbound=EINVAL listen-connected=EISCONN queue-length=exact backlog-zero=one "
     "backlog-negative=one full=refuse relisten-excess=reset in-use-at=wildcard"},
    {"winsock", "wsplisten", ""},
    {"lpwsplisten", "wsplisten", ""},
    {"winsock2", "wsplisten",
     "backlog-negative=hint relisten-backlog=keeps accept-aborted=ECONNRESET v6only-default=1 shutdown-listener=ENOTCONN "
     "shutdown-listener-write=ENOTCONN somaxconn=300 port-low=49152 port-high=65535"},
    {"mks", "usual",
     "unbound=EINVAL listen-connected=EISCONN queue-length=exact backlog-zero=one backlog-negative=one full=refuse "
     "full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED relisten-excess=reset"},
    {"ldicomnet", "usual", "queue-length=exact full=refuse-all"},

    {"bsd44", "usual", "queue-length=exact backlog-most=5"},
    {"sunos4", "bsd44", "full=refuse full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED"},
    {"netbsd", "usual", "queue-length=exact backlog-most=128"},
    {"openbsd", "usual", "queue-length=exact"},
    {"freebsd", "usual",
     "queue-length=half-more unbound-unix=EDESTADDRREQ accept-nonblock=yes accept-aborted=ECONNABORTED v6only-default=1 "
     "shutdown-listener=ENOTCONN shutdown-listener-write=ENOTCONN shutdown-unix=ENOTCONN"},
    {"dragonfly", "usual", "queue-length=exact"},
    {"darwin", "usual",
     "queue-length=exact backlog-most=128 listen-seqpacket=EOPNOTSUPP unbound-unix=EDESTADDRREQ accept-aborted=ECONNABORTED "
     "shutdown-listener=ENOTCONN shutdown-listener-write=ENOTCONN shutdown-unix=ENOTCONN families-share=no"},
    {"illumos", "usual",
     "queue-length=exact backlog-most=unlimited full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED accept-aborted=ECONNABORTED"},
    {"solaris-tunables", "usual", "queue-length=exact backlog-zero=one"},

    {"aix", "usual", "queue-length=exact full=refuse full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED"},
    {"aix1", "usual", "queue-length=exact backlog-most=5"},
    {"hpux9", "usual",
     "queue-length=exact backlog-zero=one backlog-negative=one backlog-most=20 unbound-unix=EDESTADDRREQ listen-after-shutdown=EINVAL"},
    {"tru64", "usual", "queue-length=exact unbound-unix=EDESTADDRREQ listen-after-shutdown=EINVAL"},
    {"ultrix", "usual",
     "queue-length=exact backlog-most=8 full=refuse full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED"},
    {"irix", "usual", "queue-length=half-more-and-one"},
    {"openvms", "usual", "queue-length=exact"},
    {"hpux", "usual",
     "backlog-negative=zero listen-seqpacket=EOPNOTSUPP unbound-unix=EDESTADDRREQ listen-after-shutdown=EINVAL"},
    {"dgux", "usual", "queue-length=exact full=refuse full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED"},
    {"ibm-i", "usual",
     "full=refuse full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED backlog-negative=zero listen-seqpacket=EOPNOTSUPP "
     "before-listen=ignore ports-exhausted=EADDRNOTAVAIL"},
    {"os400", "usual",
     "full=refuse full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED backlog-negative=EINVAL backlog-over=EINVAL "
     "before-listen=ignore ports-exhausted=EADDRNOTAVAIL constant=128"},
    {"zos", "usual",
     "queue-length=exact backlog-negative=zero listen-seqpacket=EOPNOTSUPP backlog-most-unix=unlimited full=refuse "
     "full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED relisten=EINVAL constant=10"},
    {"nonstop", "usual",
     "queue-length=exact backlog-zero=nobody backlog-negative=nobody full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED "
     "unbound-unix=EDESTADDRREQ listen-after-shutdown=EINVAL"},

    {"nonstop-tcpip", "usual",
     "queue-length=exact backlog=ignore backlog-ignored=5 listen@other=ok listen-connected=nothing listen-datagram=nothing"},
    {"netsem", "usual",
     "queue-length=half-more backlog-negative=zero close-wakes=ECONNABORTED shutdown-listener-write=unlisten"},

    {"lwip", "usual", ""},
    {"cygwin", "usual", ""},
    {"nuttx", "usual", "queue-length=exact"},
    {"harmony", "usual", "backlog=ignore unbound=EADDRINUSE"},
    {"demikernel", "usual",
     "queue-length=exact backlog-negative=EINVAL backlog-zero=EINVAL unbound=EDESTADDRREQ listen-datagram=EINVAL"},
    {"intime", "usual", "queue-length=exact backlog-zero=nobody full=refuse"},
    {"qnx", "usual", "queue-length=exact"},
    {"ironclad", "usual", "not-socket=EBADF"},
    {"zephyr", "usual", ""},
    {"nrf", "usual", "queue-length=exact backlog-zero=maximum"},
    {"codesys", "usual", "closed-descriptor=ENOTSOCK"},
    {"python", "usual",
     "queue-length=exact backlog-negative=zero full=refuse full-unix=ECONNREFUSED full-unix-waits=ECONNREFUSED"},
    {"perl", "usual", ""},
    {"node", "usual", "relisten=EINVAL in-use-at=listen"},
    {"java", "usual", "queue-length=exact full=refuse backlog-negative=zero relisten=EINVAL in-use-at=listen close-wakes=EBADF"},
    {"go", "usual", "close-wakes=EBADF"},
    {"nspr", "usual", "queue-length=exact"},
    {"ns3", "usual", "relisten=EINVAL"},
    {"udt", "usual",
     "queue-length=exact full=refuse unbound=EUNBOUNDSOCK listen-connected=EISCONN relisten-backlog=keeps accept-not-listening=ENOLISTEN "
     "bind-listener=EBOUNDSOCK"},
    {"srt", "usual",
     "queue-length=exact full=refuse backlog-zero=EINVAL backlog-negative=EINVAL unbound=EUNBOUNDSOCK listen-refused=EUNBOUNDSOCK "
     "listen-connected=EISCONN accept-not-listening=ENOLISTEN close-wakes=ESCLOSED bind-listener=EOPNOTSUPP connect-unheard=ETIMEDOUT "
     "reuseaddr=new-one send-listener=ENOTCONN sockname@unbound=ENOTCONN"},
};

size_t model_count(void)
{
    return sizeof rows / sizeof rows[0];
}

const struct model_row *model_row(size_t index)
{
    return &rows[index];
}

const struct model_row *model_find(const char *document)
{
    for (size_t i = 0; i < model_count(); i++)
        if (strcmp(rows[i].document, document) == 0)
            return &rows[i];
    return NULL;
}
