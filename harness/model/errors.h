/* errors.h: the errors a model can answer with, by their Berkeley names. The numbers mean nothing outside the model. */
#ifndef LISTENCHECK_MODEL_ERRORS_H
#define LISTENCHECK_MODEL_ERRORS_H

#define MODEL_ERRORS(X)                                                                                              \
    X(EPERM, 1)                                                                                                      \
    X(ENOENT, 2)                                                                                                     \
    X(EINTR, 4)                                                                                                      \
    X(EIO, 5)                                                                                                        \
    X(EBADF, 9)                                                                                                      \
    X(EAGAIN, 11)                                                                                                    \
    X(ENOMEM, 12)                                                                                                    \
    X(EACCES, 13)                                                                                                    \
    X(EFAULT, 14)                                                                                                    \
    X(ENODEV, 19)                                                                                                    \
    X(EINVAL, 22)                                                                                                    \
    X(ENFILE, 23)                                                                                                    \
    X(EMFILE, 24)                                                                                                    \
    X(ENOTTY, 25)                                                                                                    \
    X(ENOSPC, 28)                                                                                                    \
    X(EPIPE, 32)                                                                                                     \
    X(EDOM, 33)                                                                                                      \
    X(EDEADLK, 35)                                                                                                   \
    X(EBADFD, 77)                                                                                                    \
    X(ENOTSOCK, 88)                                                                                                  \
    X(EDESTADDRREQ, 89)                                                                                              \
    X(EMSGSIZE, 90)                                                                                                  \
    X(EPROTOTYPE, 91)                                                                                                \
    X(ENOPROTOOPT, 92)                                                                                               \
    X(EPROTONOSUPPORT, 93)                                                                                           \
    X(ESOCKTNOSUPPORT, 94)                                                                                           \
    X(EOPNOTSUPP, 95)                                                                                                \
    X(EAFNOSUPPORT, 97)                                                                                              \
    X(EADDRINUSE, 98)                                                                                                \
    X(EADDRNOTAVAIL, 99)                                                                                             \
    X(ENETDOWN, 100)                                                                                                 \
    X(ENETUNREACH, 101)                                                                                              \
    X(ECONNABORTED, 103)                                                                                             \
    X(ECONNRESET, 104)                                                                                               \
    X(ENOBUFS, 105)                                                                                                  \
    X(EISCONN, 106)                                                                                                  \
    X(ENOTCONN, 107)                                                                                                 \
    X(ESHUTDOWN, 108)                                                                                                \
    X(ETIMEDOUT, 110)                                                                                                \
    X(ECONNREFUSED, 111)                                                                                             \
    X(EHOSTUNREACH, 113)                                                                                             \
    X(EALREADY, 114)                                                                                                 \
    X(EINPROGRESS, 115)                                                                                              \
    /* of libraries that have no Berkeley name for them */                                                           \
    X(EBOUNDSOCK, 180)                                                                                               \
    X(EUNBOUNDSOCK, 181)                                                                                             \
    X(ENOLISTEN, 182)                                                                                                \
    X(ESCLOSED, 183)                                                                                                 \
    X(WSANOTINITIALISED, 193)                                                                                        \
    X(WSATRY_AGAIN, 194)

enum model_error {
#define MODEL_ERROR_CONSTANT(name, number) MODEL_##name = (number),
    MODEL_ERRORS(MODEL_ERROR_CONSTANT)
#undef MODEL_ERROR_CONSTANT
    MODEL_ERROR_LIMIT = 1000 /* every word of a decision lies above, see decisions.h */
};

/* The name of an error number, or NULL. */
const char *model_error_name(int code);

/* The number of an error name, or 0. */
int model_error_code(const char *name);

#endif
