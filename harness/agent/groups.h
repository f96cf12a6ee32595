/* groups.h: groups of clients, and what each client sees of its connection. */
#ifndef LISTENCHECK_AGENT_GROUPS_H
#define LISTENCHECK_AGENT_GROUPS_H

#include "agent.h"

enum client_state {
    CLIENT_ESTABLISHED,
    CLIENT_REFUSED,
    CLIENT_RESET,
    CLIENT_CLOSED,
    CLIENT_PENDING,
    CLIENT_AGAIN,
    CLIENT_OTHER,
    CLIENT_STATES
};

enum { GROUP_NAME_MOST = NAME_MOST + 9 };

struct client {
    descriptor socket;
    unsigned char state; /* enum client_state */
    bool talkative;      /* has bytes to read: readable no longer tells the end of the stream */
    bool unasked;        /* of its error, as it is about to be sent something, which will tell as well */
    uint16_t toward;     /* the port it connects to; 0 where there is none */
};

struct group {
    char name[GROUP_NAME_MOST + 1];
    struct client *clients;
    size_t count, capacity;
    struct group *next;
};

struct group *group_find(struct agent *agent, const char *name);
/* Finds or makes; NULL where the name is not valid or memory ends. */
struct group *group_open(struct agent *agent, const char *name);
bool group_reserve(struct group *group, size_t more);
void group_add(struct group *group, descriptor socket, enum client_state state); /* after group_reserve */
void group_close(struct agent *agent, struct group *group);
void groups_close(struct agent *agent);

/* What an error number tells a client, and what one of connect's does. */
enum client_state client_state_of(int code);
enum client_state connect_state_of(int code);

/* Look at the clients from number first on, waiting up to milliseconds for news; how many changed their state.
 * pending_only: leave those alone that are established. */
size_t group_look(struct group *group, size_t first, long milliseconds, bool pending_only);
void group_count(const struct group *group, size_t first, size_t counts[CLIENT_STATES]);

/* A barrier and a look; while some are pending, another barrier and a look of milliseconds, until that changes nothing. */
void group_settle(struct agent *agent, struct group *group, size_t first, long milliseconds);

void put_counts(struct reply *reply, const size_t counts[CLIENT_STATES]);

/* control.c */
void close_abruptly(descriptor s);

#endif
