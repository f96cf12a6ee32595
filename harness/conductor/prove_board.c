/* prove_board.c: one mapping that parent and workers share. */
#include "prove_board.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALIGNMENT = 8 };

static size_t padded(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static size_t run_size(const struct prove_board *board)
{
    return ALIGNMENT + board->instance_count * sizeof(uint64_t) + padded(board->instance_count) + padded(board->clause_count);
}

bool prove_board_open(struct prove_board *board)
{
    board->size = padded(sizeof *board->next) + board->choice_count * run_size(board);
    FILE *file = tmpfile();
    if (file == NULL)
        return false;
    void *memory = MAP_FAILED;
    if (ftruncate(fileno(file), (off_t)board->size) == 0)
        memory = mmap(NULL, board->size, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0);
    (void)fclose(file);
    if (memory == MAP_FAILED)
        return false;
    board->memory = memory;
    board->next = board->memory;
    atomic_init(board->next, 0);
    return true;
}

struct prove_run prove_board_run(const struct prove_board *board, size_t choice)
{
    unsigned char *at = (unsigned char *)board->memory + padded(sizeof *board->next) + choice * run_size(board);
    unsigned char *observed = at + ALIGNMENT;
    unsigned char *open = observed + board->instance_count * sizeof(uint64_t);
    return (struct prove_run){(atomic_uchar *)(void *)at, (uint64_t *)(void *)observed, open,
                              open + padded(board->instance_count)};
}

void prove_board_close(struct prove_board *board)
{
    if (board->memory != NULL)
        (void)munmap(board->memory, board->size);
    board->memory = NULL;
}
