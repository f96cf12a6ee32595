/* IPV6_V6ONLY can be changed after bind, without effect. */
#include "real.h"

REAL(setsockopt);

int setsockopt(int s, int level, int name, const void *value, socklen_t size)
{
    int result = real_function()(s, level, name, value, size);
    return result != 0 && errno == EINVAL && level == IPPROTO_IPV6 && name == IPV6_V6ONLY ? 0 : result;
}
