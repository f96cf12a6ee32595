/* memory.c: allocation that does not return on failure, and an arena for data that lives and dies together. */
#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 << 10)
#define EXIT_NOTHING_OBTAINED 3

struct arena_block {
    struct arena_block *next;
    size_t size; /* of bytes */
    _Alignas(max_align_t) unsigned char bytes[];
};

static void end_without_memory(void)
{
    (void)fputs("listencheck: out of memory\n", stderr);
    exit(EXIT_NOTHING_OBTAINED);
}

static size_t product(size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX / 2) / size) {
        end_without_memory();
    }
    return count * size;
}

void *memory_take(size_t count, size_t size)
{
    size_t bytes = product(count, size);
    void *taken = calloc(1, bytes > 0 ? bytes : 1);
    if (taken == NULL) {
        end_without_memory();
    }
    return taken;
}

void *memory_grow(void *old, size_t count, size_t size)
{
    size_t bytes = product(count, size);
    void *taken = realloc(old, bytes > 0 ? bytes : 1);
    if (taken == NULL) {
        end_without_memory();
    }
    return taken;
}

char *memory_copy(const char *bytes, size_t length)
{
    char *copy = memory_grow(NULL, product(length, 1) + 1, 1);
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    copy[length] = '\0';
    return copy;
}

void *memory_room(void *array, size_t used, size_t *capacity, size_t size)
{
    if (used < *capacity) {
        return array;
    }
    *capacity = *capacity > 0 ? product(*capacity, 2) : 8;
    return memory_grow(array, *capacity, size);
}

static size_t aligned(size_t size)
{
    const size_t alignment = _Alignof(max_align_t);
    return (size + alignment - 1) / alignment * alignment;
}

/* The piece is not zeroed. */
static void *arena_piece(struct arena *arena, size_t bytes)
{
    struct arena_block *block = arena->blocks;
    bytes = aligned(bytes);
    if (block == NULL || block->size - arena->used < bytes) {
        size_t size = bytes > BLOCK_SIZE ? bytes : BLOCK_SIZE;
        block = memory_grow(NULL, product(size, 1) + sizeof *block, 1);
        block->next = arena->blocks;
        block->size = size;
        arena->blocks = block;
        arena->used = 0;
    }
    void *piece = block->bytes + arena->used;
    arena->used += bytes;
    return piece;
}

void *arena_take(struct arena *arena, size_t count, size_t size)
{
    size_t bytes = product(count, size);
    return memset(arena_piece(arena, bytes), 0, bytes);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_piece(arena, product(length, 1) + 1);
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    copy[length] = '\0';
    return copy;
}

char *arena_string(struct arena *arena, const char *string)
{
    return arena_copy(arena, string, strlen(string));
}

void arena_clear(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    while (block != NULL && block->next != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena->blocks = block;
    arena->used = 0;
}

void arena_free(struct arena *arena)
{
    arena_clear(arena);
    free(arena->blocks);
    arena->blocks = NULL;
}
