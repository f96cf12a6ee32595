/* wsp_model.h: what the parts of the model as a service provider ask of each other. */
#ifndef LISTENCHECK_PROVIDERS_WSP_MODEL_H
#define LISTENCHECK_PROVIDERS_WSP_MODEL_H

#include "winsock.h"

#include "model/machine.h"

#include <ws2spi.h>

extern struct machine *wsp_machine; /* between enter and leave alone */
extern unsigned long wsp_cancelled; /* how often all that wait were told to stop */

void wsp_enter(void);
void wsp_leave(void);
/* Sleeps until something may have happened, not beyond the machine's time end. Others may enter meanwhile. */
void wsp_sleep_until(uint64_t end);
/* The machine's number behind a handle; one that is no socket where the handle is not ours. */
descriptor wsp_number_behind(SOCKET s);
int wsp_fail(int code, LPINT error);

int WSPAPI wsp_model_select(int ignored, fd_set *in, fd_set *out, fd_set *exceptional, const PTIMEVAL wait, LPINT error);

#endif
