/* serve.c: a toolkit's listen: one call that makes, binds and listens. Where the provider has none, it is put together from the primitives,
 * as such a toolkit does it. */
#include "agent.h"

#include "address.h"

#include <limits.h>
#include <string.h>

struct serve {
    const char *host, *type; /* type NULL: the form without it */
    int port, peers;
    descriptor made;
    const struct family *family;
};

/* The three-argument form means IPv4; so does `none`, which only initialises. */
static const struct family *family_of_type(const struct serve *serve, const struct address *literal, bool has_literal) {
    bool six = serve->type && (strcmp(serve->type, "ipv6") == 0 || strcmp(serve->type, "both") == 0);
    if (six && has_literal && strcmp(serve->type, "both") == 0)
        return family_of_kind(literal->kind);
    return family_of_kind(six ? ADDRESS_INET6 : ADDRESS_INET);
}

/* Empty means the local computer: its loopback address, or all of both families, which no other address covers. */
static bool address_of_host(struct serve *serve, struct address *address) {
    bool both = serve->type && strcmp(serve->type, "both") == 0;
    bool has_literal = address_parse(serve->host, address);
    serve->family = family_of_type(serve, address, has_literal);
    if (!has_literal) {
        if (strcmp(serve->host, "-") != 0 && strcmp(serve->host, "*") != 0)
            return false;
        address_clear(address, serve->family->kind);
        if (serve->host[0] == '-' && !both)
            address_set_loopback(address);
    }
    address->port = (uint16_t)serve->port;
    return true;
}

static int serve_made(const struct serve *serve, const struct address *address) {
    int code = 0;
    if (serve->family->kind == ADDRESS_INET6 && provider.set_option)
        code = provider.set_option(serve->made, "v6only", strcmp(serve->type, "both") != 0);
    if (code == 0)
        code = provider.bind(serve->made, address);
    if (code == 0)
        code = provider.listen(serve->made, serve->peers == PEERS_ANY ? PEERS_USUAL : serve->peers);
    return code;
}

/* 0, an error number, or INT_MIN for a host that is no address. */
static int serve_composed(struct serve *serve) {
    struct address address;
    int code;
    if (!provider.make || !provider.bind || !provider.listen)
        return UNSUPPORTED;
    if (!address_of_host(serve, &address))
        return INT_MIN;
    code = provider.make(serve->family->name, "stream", 0, 0, &serve->made);
    if (code != 0)
        return code;
    code = serve_made(serve, &address);
    if (code != 0)
        (void)provider.close(serve->made);
    return code;
}

static enum answer prepare_serve(struct agent *agent, const struct request *request, struct serve *serve, char name[NAME_MOST + 1]) {
    static const char *const types[] = {"none", "ipv4", "ipv6", "both"};
    struct address address;
    enum answer answer = resolve_new_name(agent, request->arguments[0], name);
    if (answer != ANSWER_READY)
        return answer;
    memset(serve, 0, sizeof *serve);
    serve->host = request->arguments[1];
    serve->type = request->argument_count > 4 ? request->arguments[4] : NULL;
    if (serve->type) {
        size_t i = 0;
        while (i < 4 && strcmp(types[i], serve->type) != 0)
            i++;
        if (i == 4)
            return ANSWER_UNSUPPORTED;
    }
    serve->peers = PEERS_ANY;
    if (strcmp(request->arguments[3], "any") != 0)
        answer = resolve_backlog(agent, request->arguments[3], &serve->peers);
    if (answer != ANSWER_READY)
        return answer;
    answer = resolve_address(agent, "any", request->arguments[2], NULL, &address);
    serve->port = address.port;
    return answer;
}

void answer_serve(struct agent *agent, const struct request *request, struct reply *reply) {
    char name[NAME_MOST + 1];
    struct address address;
    struct serve serve;
    struct handle *handle;
    int code, result = 0;
    enum answer answer = prepare_serve(agent, request, &serve, name);
    if (answer != ANSWER_READY) {
        answer_refusal(answer, agent->direct.code, reply);
        return;
    }
    if (provider.serve) {
        code = provider.serve(serve.host, serve.port, serve.peers, serve.type, &serve.made, &result);
    } else {
        code = serve_composed(&serve);
        result = code == INT_MIN ? 1 : code;
    }
    if (code == INT_MIN) {
        respond_refused(reply, "badaddress");
        respond_number(reply, "result", result);
        return;
    }
    if (code != 0) {
        respond_failed(reply, code);
        if (code != UNSUPPORTED)
            respond_number(reply, "result", result);
        return;
    }
    respond_ok(reply);
    if (provider.sockname && provider.sockname(serve.made, &address) == 0) {
        if (!serve.family)
            serve.family = family_of_kind(address.kind);
        put_address(agent, reply, &address, serve.family);
    }
    respond_number(reply, "result", result);
    handle = handles_add(&agent->handles, name, serve.made, serve.family, "stream");
    if (handle) {
        handle->asked = serve.peers == PEERS_ANY ? PEERS_USUAL : serve.peers;
        handle->asked_once = true;
    }
}
