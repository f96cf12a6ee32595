/* IPV6_V6ONLY can be set and has no effect. */
#include "real.h"

REAL(setsockopt);

int setsockopt(int s, int level, int name, const void *value, socklen_t size)
{
    if (level == IPPROTO_IPV6 && name == IPV6_V6ONLY)
        return 0;
    return real_function()(s, level, name, value, size);
}
