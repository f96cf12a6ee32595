/* relay.c: carries the protocol to and from a guest's serial line, which loses wake-ups: what arrives before the line is open
 * is not noticed, and neither is, now and then, what arrives while its buffer is full. So nothing is sent before the guest has
 * said "ready", and never more than a part of its buffer is under way unanswered.
 *
 *   relay COMMAND ARGUMENT…   the guest, with the line as its standard input and output */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_UNANSWERED = 1500, MOST_REQUESTS = 256, BUFFER_SIZE = 65536 };

static const char ready[] = "ready\n";

struct relay {
    int to_guest, from_guest;
    char waiting[BUFFER_SIZE]; /* requests not yet sent */
    size_t waiting_size;
    bool input_ended;
    size_t lengths[MOST_REQUESTS]; /* of the requests sent and not answered, a ring */
    size_t first, count, unanswered;
    size_t ready_seen; /* how much of the guest's word has come */
};

static bool write_all(int to, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(to, bytes, count);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        }
    }
    return true;
}

static bool send_requests(struct relay *relay) {
    size_t sent = 0;
    while (relay->ready_seen == sizeof ready - 1 && relay->count < MOST_REQUESTS) {
        char *request = relay->waiting + sent, *end = memchr(request, '\n', relay->waiting_size - sent);
        size_t length = end ? (size_t)(end - request) + 1 : 0;
        if (!end || (relay->count > 0 && relay->unanswered + length > MOST_UNANSWERED))
            break;
        if (!write_all(relay->to_guest, request, length))
            return false;
        relay->lengths[(relay->first + relay->count++) % MOST_REQUESTS] = length;
        relay->unanswered += length;
        sent += length;
    }
    relay->waiting_size -= sent;
    memmove(relay->waiting, relay->waiting + sent, relay->waiting_size);
    return true;
}

static void count_answers(struct relay *relay, const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != '\n' || relay->count == 0)
            continue;
        relay->unanswered -= relay->lengths[relay->first];
        relay->first = (relay->first + 1) % MOST_REQUESTS;
        relay->count--;
    }
}

static bool take_answers(struct relay *relay) {
    char bytes[4096];
    ssize_t size = read(relay->from_guest, bytes, sizeof bytes);
    size_t from = 0;
    if (size < 0 && errno == EINTR)
        return true;
    if (size <= 0)
        return false;
    for (; from < (size_t)size && relay->ready_seen < sizeof ready - 1; from++)
        relay->ready_seen = bytes[from] == ready[relay->ready_seen] ? relay->ready_seen + 1 : bytes[from] == ready[0];
    count_answers(relay, bytes + from, (size_t)size - from);
    return write_all(1, bytes + from, (size_t)size - from);
}

static void take_requests(struct relay *relay) {
    ssize_t size = read(0, relay->waiting + relay->waiting_size, BUFFER_SIZE - relay->waiting_size);
    if (size > 0)
        relay->waiting_size += (size_t)size;
    else if (size == 0 || errno != EINTR)
        relay->input_ended = true;
}

/* Until the guest ends. The end of the requests is passed on once all are answered: it hangs the line up at once. */
static void carry(struct relay *relay) {
    bool going_on = true;
    while (going_on) {
        bool full = relay->waiting_size == BUFFER_SIZE;
        struct pollfd ends[2] = {{relay->from_guest, POLLIN, 0}, {relay->input_ended || full ? -1 : 0, POLLIN, 0}};
        if (relay->input_ended && relay->count == 0 && relay->waiting_size == 0 && relay->to_guest >= 0) {
            (void)close(relay->to_guest);
            relay->to_guest = -1;
        }
        if (poll(ends, 2, -1) < 0 && errno != EINTR)
            return;
        if (ends[0].revents != 0)
            going_on = take_answers(relay);
        if (ends[1].revents != 0)
            take_requests(relay);
        if (going_on && relay->to_guest >= 0)
            going_on = send_requests(relay);
    }
}

static pid_t start_guest(struct relay *relay, char **command) {
    int input[2], output[2];
    pid_t guest;
    if (pipe(input) != 0 || pipe(output) != 0)
        return -1;
    guest = fork();
    if (guest == 0) {
        if (dup2(input[0], 0) >= 0 && dup2(output[1], 1) >= 0) {
            (void)close(input[0]);
            (void)close(input[1]);
            (void)close(output[0]);
            (void)close(output[1]);
            (void)execvp(command[0], command);
        }
        fprintf(stderr, "relay: %s: %s\n", command[0], strerror(errno));
        _exit(127);
    }
    (void)close(input[0]);
    (void)close(output[1]);
    relay->to_guest = input[1];
    relay->from_guest = output[0];
    return guest;
}

int main(int argument_count, char **arguments) {
    static struct relay relay;
    int status = 0;
    pid_t guest;
    if (argument_count < 2) {
        fprintf(stderr, "usage: relay COMMAND ARGUMENT…\n");
        return 64;
    }
    guest = start_guest(&relay, arguments + 1);
    if (guest < 0) {
        fprintf(stderr, "relay: %s\n", strerror(errno));
        return 1;
    }
    carry(&relay);
    if (relay.to_guest >= 0)
        (void)close(relay.to_guest);
    while (waitpid(guest, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
