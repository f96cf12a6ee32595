/* listen() changes the umask of the process. */
#include "real.h"
#include <sys/stat.h>

REAL(listen);

int listen(int s, int backlog)
{
    umask(0777);
    return real_function()(s, backlog);
}
