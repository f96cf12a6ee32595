/* wsp_upcalls.h: what a service provider may call in the one that started it. */
#ifndef LISTENCHECK_PROVIDERS_WSP_UPCALLS_H
#define LISTENCHECK_PROVIDERS_WSP_UPCALLS_H

#include "winsock.h"

#include <ws2spi.h>

WSPUPCALLTABLE wsp_upcalls(void);

#endif
