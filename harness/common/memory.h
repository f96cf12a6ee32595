/* memory.h: allocation that does not return on failure, and an arena for data that lives and dies together. */
#ifndef LISTENCHECK_MEMORY_H
#define LISTENCHECK_MEMORY_H

#include <stddef.h>

/* These end the program with a message and exit code 3 when memory runs out; sizes are checked for overflow. */
void *memory_take(size_t count, size_t size);            /* zeroed; the caller frees it with free() */
void *memory_grow(void *old, size_t count, size_t size); /* as realloc(); the new part is not zeroed */
char *memory_copy(const char *bytes, size_t length);     /* NUL-terminated; the caller frees it */

/* Makes room for one more element: grows *array (of *capacity elements of size bytes) when used equals *capacity. */
void *memory_room(void *array, size_t used, size_t *capacity, size_t size);

/* An arena: pieces are never freed alone. A zeroed struct is an empty arena. */
struct arena_block;
struct arena {
    struct arena_block *blocks;
    size_t used;
};

void *arena_take(struct arena *arena, size_t count, size_t size); /* zeroed, aligned for any type */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);
char *arena_string(struct arena *arena, const char *string);
void arena_clear(struct arena *arena); /* keeps one block for reuse */
void arena_free(struct arena *arena);

#endif
