/* listen() through a second descriptor of a socket does nothing. */
#include "real.h"
#include <sys/stat.h>

REAL(listen);

int listen(int s, int backlog)
{
    struct stat mine, other;
    if (fstat(s, &mine) == 0 && S_ISSOCK(mine.st_mode))
        for (int lower = 0; lower < s; lower++)
            if (fstat(lower, &other) == 0 && other.st_ino == mine.st_ino && other.st_dev == mine.st_dev)
                return 0;
    return real_function()(s, backlog);
}
