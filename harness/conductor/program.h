/* program.h: is a program there? */
#ifndef LISTENCHECK_PROGRAM_H
#define LISTENCHECK_PROGRAM_H

#include <stdbool.h>

/* In one of the directories of PATH. */
bool program_is_there(const char *name);

#endif
