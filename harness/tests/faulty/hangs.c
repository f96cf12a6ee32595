/* listen() on a datagram socket never returns. HANGS_TELL may name a FIFO that is told when that happens. */
#include "real.h"
#include <fcntl.h>
#include <stdlib.h>

REAL(listen);

int listen(int s, int backlog)
{
    const char *path = getenv("HANGS_TELL");
    if (integer_option(s, SO_TYPE) != SOCK_DGRAM)
        return real_function()(s, backlog);
    if (path != NULL) {
        int tell = open(path, O_WRONLY | O_NONBLOCK);
        if (tell >= 0 && write(tell, "x", 1) == 1)
            close(tell);
    }
    for (;;)
        pause();
}
