/* test_agent_stream.c: transcripts of the protocol, spoken with the native agent: all requests at once, then one at a time.
 *
 * tests/agent/NAME.transcript: `> ` a request, `< ` the reply wanted, where `*` stands for anything and us= and settle= are left out;
 * `= NAME=VALUE` the agent's environment; `# ` a comment. The agent is the program $AGENT_NATIVE names. */
#define _GNU_SOURCE 1
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINES_MOST = 400, TEXT_MOST = 65536, PATIENCE = 20000 };

struct transcript {
    char text[TEXT_MOST];
    char *requests[LINES_MOST], *replies[LINES_MOST], *environment[8];
    size_t request_count, reply_count, environment_count;
};

static struct transcript transcript;

static int load(const char *path) {
    FILE *file = fopen(path, "r");
    size_t length;
    if (!file)
        return 0;
    length = fread(transcript.text, 1, sizeof transcript.text - 1, file);
    fclose(file);
    transcript.text[length] = '\0';
    transcript.request_count = transcript.reply_count = transcript.environment_count = 0;
    for (char *line = strtok(transcript.text, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "> ", 2) == 0 && transcript.request_count < LINES_MOST)
            transcript.requests[transcript.request_count++] = line + 2;
        else if (strncmp(line, "< ", 2) == 0 && transcript.reply_count < LINES_MOST)
            transcript.replies[transcript.reply_count++] = line + 2;
        else if (strncmp(line, "= ", 2) == 0 && transcript.environment_count < 8)
            transcript.environment[transcript.environment_count++] = line + 2;
    }
    return transcript.request_count > 0 && transcript.reply_count > 0;
}

struct agent {
    pid_t process;
    int to, from;
    size_t used;
    char buffer[TEXT_MOST];
};

static int start(struct agent *agent) {
    const char *program = getenv("AGENT_NATIVE");
    int to[2], from[2];
    if (!program)
        program = "build/agent-native";
    if (pipe(to) != 0 || pipe(from) != 0)
        return 0;
    agent->process = fork();
    if (agent->process == 0) {
        for (size_t i = 0; i < transcript.environment_count; i++)
            putenv(transcript.environment[i]);
        dup2(to[0], 0);
        dup2(from[1], 1);
        close(to[0]);
        close(to[1]);
        close(from[0]);
        close(from[1]);
        execl(program, program, (char *)NULL);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    agent->to = to[1];
    agent->from = from[0];
    agent->used = 0;
    return agent->process > 0;
}

static int say(struct agent *agent, const char *request) {
    size_t length = strlen(request);
    return write(agent->to, request, length) == (ssize_t)length && write(agent->to, "\n", 1) == 1;
}

/* The next reply; the caller owns nothing: it stands in line. */
static int hear(struct agent *agent, char line[1024]) {
    for (;;) {
        struct pollfd item = {agent->from, POLLIN, 0};
        char *newline = memchr(agent->buffer, '\n', agent->used);
        ssize_t count;
        if (newline) {
            size_t length = (size_t)(newline - agent->buffer);
            snprintf(line, 1024, "%.*s", (int)length, agent->buffer);
            agent->used -= length + 1;
            memmove(agent->buffer, newline + 1, agent->used);
            return 1;
        }
        if (poll(&item, 1, PATIENCE) <= 0)
            return 0;
        count = read(agent->from, agent->buffer + agent->used, sizeof agent->buffer - agent->used);
        if (count <= 0)
            return 0;
        agent->used += (size_t)count;
    }
}

/* Times are left out: they differ. */
static void cut_word(char *line, const char *key) {
    char *at = strstr(line, key), *end;
    if (!at)
        return;
    end = strchr(at + 1, ' ');
    memmove(at, end ? end : at + strlen(at), end ? strlen(end) + 1 : 1);
}

static void compare(struct agent *agent, size_t number, const char *what) {
    char line[1024] = "(nothing)";
    int heard = hear(agent, line);
    cut_word(line, " us=");
    cut_word(line, " settle=");
    if (!check_report(heard && fnmatch(transcript.replies[number], line, 0) == 0, what, __FILE__, __LINE__))
        printf("#   seen:   %s\n#   wanted: %s\n", line, transcript.replies[number]);
}

static void finish(struct agent *agent, const char *what) {
    char line[1024];
    int status = -1;
    close(agent->to);
    if (hear(agent, line))
        check_report(0, line, __FILE__, __LINE__);
    close(agent->from);
    while (waitpid(agent->process, &status, 0) < 0 && errno == EINTR)
        continue;
    check_report(WIFEXITED(status) && WEXITSTATUS(status) == 0, what, __FILE__, __LINE__);
}

static void speak(const char *name, int pipelined) {
    static struct agent agent;
    char what[320];
    snprintf(what, sizeof what, "%s %s", name, pipelined ? "all at once" : "one at a time");
    if (!check_report(start(&agent), what, __FILE__, __LINE__))
        return;
    for (size_t i = 0, heard = 0; i < transcript.request_count; i++) {
        check_report(say(&agent, transcript.requests[i]), what, __FILE__, __LINE__);
        if (!pipelined && transcript.request_count == transcript.reply_count)
            compare(&agent, heard++, transcript.requests[i]);
    }
    for (size_t i = 0; i < transcript.reply_count; i++)
        if (pipelined || transcript.request_count != transcript.reply_count)
            compare(&agent, i, what);
    finish(&agent, what);
}

static int is_transcript(const struct dirent *entry) {
    size_t length = strlen(entry->d_name);
    return length > 11 && strcmp(entry->d_name + length - 11, ".transcript") == 0;
}

int main(void) {
    struct dirent **entries = NULL;
    int count;
    signal(SIGPIPE, SIG_IGN);
    count = scandir("tests/agent", &entries, is_transcript, alphasort);
    CHECK(count > 0);
    for (int i = 0; i < count; i++) {
        char path[512];
        snprintf(path, sizeof path, "tests/agent/%s", entries[i]->d_name);
        for (int pipelined = 0; pipelined < 2; pipelined++)
            if (check_report(load(path), path, __FILE__, __LINE__))
                speak(entries[i]->d_name, pipelined);
        free(entries[i]);
    }
    free(entries);
    return check_finish();
}
