/* verbs.c: the verbs of harness/PROTOCOL.md, for help, completion and the linter. */
#include "verbs.h"

#include <string.h>

const struct verb verbs[] = {
    {"socket", "N..", 3, 3, "protocol", "socket H FAMILY TYPE [nonblock] [cloexec] [protocol=N]", "make a socket"},
    {"bind", "HA", 2, 2, "port", "bind H ADDRESS [port=P]", "give it an address: loopback, any, other, mapped, nonlocal, @H …"},
    {"listen", "H.", 2, 2, "", "listen H BACKLOG", "the call under test"},
    {"connect", "NA", 2, 2, "family port", "connect H TARGET [family=F] [port=P]", "TARGET is a handle or an address"},
    {"accept", "HN", 2, 2, "flags method", "accept L H [flags=nonblock+cloexec+invalid] [method=M]", "H is the accepted socket"},
    {"close", "H", 1, 1, "", "close H", ""},
    {"shutdown", "H.", 2, 2, "", "shutdown H rd|wr|rdwr", ""},
    {"disconnect", "H", 1, 1, "", "disconnect H", "connect to AF_UNSPEC"},
    {"send", "H.", 2, 2, "method flags", "send H TEXT [method=…] [flags=…]", "method: send sendto sendmsg write writev"},
    {"recv", "H", 1, 1, "bytes method flags", "recv H [bytes=N] [method=…] [flags=peek+oob+dontwait]", "bytes=0 is the end"},
    {"sockname", "H", 1, 1, "", "sockname H", "where it is bound"},
    {"peername", "H", 1, 1, "", "peername H", ""},
    {"getopt", "H.", 2, 2, "", "getopt H NAME", "an option: acceptconn error type reuseaddr v6only …"},
    {"setopt", "H..", 3, 3, "", "setopt H NAME VALUE", ""},
    {"poll", "H", 1, 1, "method wait until", "poll H [method=M] [until=EVENT] [wait=MS]", "events: in+out+hup+err+rdhup+pri+nval"},
    {"fill", "H..", 3, 3, "", "fill H CALL ROOM", "what a call does with the memory it is given"},
    {"surroundings", "", 0, 0, "", "surroundings", "what no call on a socket should touch"},
    {"dup", "HN", 2, 2, "at", "dup H NEW [at=N]", "a second descriptor, 0 or from N on"},
    {"pass", "HN", 2, 2, "", "pass H NEW", "a second descriptor, passed through SCM_RIGHTS"},
    {"fork", "P", 1, 1, "", "fork P", "a child process that shares the descriptors"},
    {"exec", "P", 1, 1, "", "exec P", "a child that executes a fresh image, descriptors inherited"},
    {"child", "PR", 2, 60, "", "child P REQUEST…", "a request performed in the child"},
    {"wait", "P", 1, 1, "", "wait P", "end the child"},
    {"thread", "R", 1, 60, "", "thread REQUEST…", "a request made by another thread, waited for"},
    {"begin", "TR", 2, 60, "", "begin T REQUEST…", "a blocking call started in a thread"},
    {"await", "T", 1, 1, "wait", "await T [wait=MS]", "its reply, or blocked"},
    {"interrupt", "T.", 1, 2, "", "interrupt T [restart]", "a signal for the thread, with or without SA_RESTART"},
    {"ioctl", "H.", 2, 2, "", "ioctl H inq|outq|atmark|unknown", ""},
    {"info", "H", 1, 1, "", "info H", "what the system tells of a TCP socket"},
    {"limits", "", 0, 0, "", "limits", "the system's limits now"},
    {"limit", "..", 2, 2, "", "limit NAME VALUE", "change a limit, in a namespace of the run's own"},
    {"interface", ".", 1, 1, "", "interface up|down", "of the run's own namespace"},
    {"address", "..", 2, 2, "", "address add|remove LITERAL", "of the run's own namespace"},
    {"exhaust", "", 0, 0, "", "exhaust", "use up the descriptors"},
    {"release", ".", 0, 1, "", "release [N]", "give back N descriptors or all"},
    {"unlink", "H", 1, 1, "", "unlink H", "remove the path of an AF_UNIX socket"},
    {"rename", "H", 1, 1, "", "rename H", "rename the path of an AF_UNIX socket"},
    {"user", ".", 1, 1, "", "user N", "take an effective user id (root only)"},
    {"startup", ".", 0, 1, "", "startup [VERSION]", "WSAStartup, where there is one"},
    {"cleanup", "", 0, 0, "", "cleanup", "WSACleanup, where there is one"},
    {"settle", "", 0, 0, "", "settle", "a barrier: the stack has had its turn"},
    {"flood", "HC", 2, 2, "as family", "flood L COUNT [as=G] [family=F] [tag]", "COUNT clients connect and are classified"},
    {"clients", "G", 1, 1, "until wait", "clients G [until=KEY:COUNT] [wait=MS]", "classify a group of clients again"},
    {"drain", "H", 1, 1, "as most", "drain L [as=G] [most=N]", "accept until it fails"},
    {"snapshot", "H", 1, 1, "", "snapshot H", "everything that can be read of a socket"},
    {"storm", "HC", 2, 2, "threads backlogs", "storm L COUNT [threads=N] [backlogs=A,B]", "listen() from threads at once"},
    {"serve", "N....", 4, 5, "", "serve H HOST PORT PEERS [IPTYPE]", "a toolkit's listen: HOST -, * or a literal"},
    {"reach", "N.", 2, 2, "family", "reach H STATE [family=F]", "bring a socket into a state of cases/states.rec"},
    {"reset", "", 0, 0, "", "reset", "close every handle (the conductor does it around each case)"},
    {NULL, NULL, 0, 0, NULL, NULL, NULL},
};

const struct verb *find_verb(const char *name)
{
    for (const struct verb *verb = verbs; verb->name != NULL; verb++) {
        if (strcmp(verb->name, name) == 0)
            return verb;
    }
    return NULL;
}
