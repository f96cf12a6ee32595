/* case_directory.c: finds the case files below a directory. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "case_file.h"
#include "directory.h"

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool list_directory(struct arena *arena, const char *path, const char *suffix, struct name_list *out)
{
    DIR *directory = opendir(path);
    if (directory == NULL)
        return false;
    size_t capacity = 0, suffix_length = strlen(suffix);
    char **names = NULL;
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.' || length < suffix_length ||
            strcmp(entry->d_name + length - suffix_length, suffix) != 0)
            continue;
        names = memory_room(names, count, &capacity, sizeof *names);
        names[count++] = arena_string(arena, entry->d_name);
    }
    (void)closedir(directory);
    if (count > 1)
        qsort(names, count, sizeof *names, compare_names);
    out->names = arena_take(arena, count + 1, sizeof *out->names);
    for (size_t i = 0; i < count; i++)
        out->names[i] = names[i];
    out->count = count;
    free(names);
    return true;
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool read_area(struct case_set *set, const char *directory, const char *area, struct problems *problems)
{
    struct text path = {0}, shown = {0};
    struct name_list files;
    bool all_read = true;
    text_format(&path, "%s/%s", directory, area);
    if (is_directory(text_string(&path)) && list_directory(&set->arena, text_string(&path), ".bats", &files)) {
        for (size_t i = 0; i < files.count; i++) {
            text_clear(&path);
            text_clear(&shown);
            text_format(&path, "%s/%s/%s", directory, area, files.names[i]);
            text_format(&shown, "cases/%s/%s", area, files.names[i]);
            all_read = read_case_file(set, text_string(&path), text_string(&shown), problems) && all_read;
        }
    }
    text_free(&path);
    text_free(&shown);
    return all_read;
}

bool read_case_directory(struct case_set *set, const char *directory, struct problems *problems)
{
    struct name_list areas;
    bool all_read = true;
    if (!list_directory(&set->arena, directory, "", &areas)) {
        problems_add(problems, directory, 0, "this directory cannot be read, expected the cases");
        return false;
    }
    for (size_t i = 0; i < areas.count; i++)
        all_read = read_area(set, directory, areas.names[i], problems) && all_read;
    return all_read;
}
