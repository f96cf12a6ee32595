/* posix_errors.c: errno to its name. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>

static const struct {
    int code;
    const char *name;
} names[] = {
    {EAGAIN, "EAGAIN"}, /* first: it may share its number with EWOULDBLOCK */
    {EOPNOTSUPP, "EOPNOTSUPP"},
    {EINVAL, "EINVAL"}, {EINPROGRESS, "EINPROGRESS"}, {ECONNREFUSED, "ECONNREFUSED"}, {ECONNRESET, "ECONNRESET"}, {EBADF, "EBADF"},
    {ENOTSOCK, "ENOTSOCK"}, {EADDRINUSE, "EADDRINUSE"}, {EADDRNOTAVAIL, "EADDRNOTAVAIL"}, {EAFNOSUPPORT, "EAFNOSUPPORT"},
    {EISCONN, "EISCONN"}, {ENOTCONN, "ENOTCONN"}, {EDESTADDRREQ, "EDESTADDRREQ"}, {EALREADY, "EALREADY"}, {EMFILE, "EMFILE"},
    {ENFILE, "ENFILE"}, {ENOBUFS, "ENOBUFS"}, {ENOMEM, "ENOMEM"}, {EINTR, "EINTR"}, {EPIPE, "EPIPE"}, {ECONNABORTED, "ECONNABORTED"},
    {ETIMEDOUT, "ETIMEDOUT"}, {EHOSTUNREACH, "EHOSTUNREACH"}, {ENETUNREACH, "ENETUNREACH"}, {ENETDOWN, "ENETDOWN"},
    {EPROTONOSUPPORT, "EPROTONOSUPPORT"}, {EPROTOTYPE, "EPROTOTYPE"}, {ENOPROTOOPT, "ENOPROTOOPT"}, {EPROTO, "EPROTO"}, {EPERM, "EPERM"},
    {EACCES, "EACCES"}, {EFAULT, "EFAULT"}, {EIO, "EIO"}, {ENOENT, "ENOENT"}, {EEXIST, "EEXIST"}, {ENOTDIR, "ENOTDIR"}, {EISDIR, "EISDIR"},
    {EMSGSIZE, "EMSGSIZE"}, {ENODEV, "ENODEV"}, {ENXIO, "ENXIO"}, {ENOTTY, "ENOTTY"}, {ENOSYS, "ENOSYS"}, {ENOSPC, "ENOSPC"},
    {EROFS, "EROFS"}, {EBUSY, "EBUSY"}, {EDOM, "EDOM"}, {ERANGE, "ERANGE"}, {ESPIPE, "ESPIPE"}, {ELOOP, "ELOOP"},
    {ENAMETOOLONG, "ENAMETOOLONG"}, {EOVERFLOW, "EOVERFLOW"}, {ECANCELED, "ECANCELED"}, {ENETRESET, "ENETRESET"}, {ESRCH, "ESRCH"},
    {ECHILD, "ECHILD"}, {E2BIG, "E2BIG"}, {ENOEXEC, "ENOEXEC"}, {EXDEV, "EXDEV"}, {EFBIG, "EFBIG"}, {EMLINK, "EMLINK"},
    {EDEADLK, "EDEADLK"}, {ENOTEMPTY, "ENOTEMPTY"}, {EILSEQ, "EILSEQ"}, {EBADMSG, "EBADMSG"}, {ENOLCK, "ENOLCK"},
#ifdef ESOCKTNOSUPPORT
    {ESOCKTNOSUPPORT, "ESOCKTNOSUPPORT"},
#endif
#ifdef EPFNOSUPPORT
    {EPFNOSUPPORT, "EPFNOSUPPORT"},
#endif
#ifdef ESHUTDOWN
    {ESHUTDOWN, "ESHUTDOWN"},
#endif
#ifdef EHOSTDOWN
    {EHOSTDOWN, "EHOSTDOWN"},
#endif
#ifdef ETOOMANYREFS
    {ETOOMANYREFS, "ETOOMANYREFS"},
#endif
#ifdef EUSERS
    {EUSERS, "EUSERS"},
#endif
#ifdef ENOTSUP
    {ENOTSUP, "ENOTSUP"},
#endif
#ifdef EWOULDBLOCK
    {EWOULDBLOCK, "EWOULDBLOCK"},
#endif
#ifdef ENONET
    {ENONET, "ENONET"},
#endif
#ifdef ENOSR
    {ENOSR, "ENOSR"},
#endif
#ifdef EBADFD
    {EBADFD, "EBADFD"},
#endif
#ifdef EREMCHG
    {EREMCHG, "EREMCHG"},
#endif
#ifdef ENOTUNIQ
    {ENOTUNIQ, "ENOTUNIQ"},
#endif
#ifdef ENODATA
    {ENODATA, "ENODATA"},
#endif
};

const char *posix_error_name(int code, const char **native) {
    *native = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].code == code)
            return names[i].name;
    return NULL;
}
