/* program.c: looks for a program as a shell would. */
#include "program.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../common/text.h"

bool program_is_there(const char *name)
{
    const char *path = getenv("PATH");
    struct text candidate = {0};
    bool found = false;
    while (path != NULL && *path != '\0' && !found) {
        size_t length = strcspn(path, ":");
        text_clear(&candidate);
        text_format(&candidate, "%.*s/%s", (int)length, path, name);
        found = access(text_string(&candidate), X_OK) == 0;
        path += length + (path[length] == ':');
    }
    text_free(&candidate);
    return found;
}
