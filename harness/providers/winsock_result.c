/* winsock_result.c: what a call returned, as an error number of provider.h. */
#include "winsock.h"

int winsock_result(int result, int error)
{
    if (result == 0)
        return 0;
    if (result != SOCKET_ERROR)
        return BAD_RESULT(result);
    return error != 0 ? error : NO_ERROR_NUMBER;
}
