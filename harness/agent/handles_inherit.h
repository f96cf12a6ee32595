/* handles_inherit.h: hand the table of handles to a fresh image of the agent, as text. */
#ifndef LISTENCHECK_AGENT_HANDLES_INHERIT_H
#define LISTENCHECK_AGENT_HANDLES_INHERIT_H

#include "handles.h"

/* `name=number,family,type,asked …`; the caller frees it. NULL when memory ends. */
char *handles_bequest(const struct handles *handles);

/* Entries that cannot be read are left out. */
void handles_inherit(struct handles *handles, const char *text);

#endif
