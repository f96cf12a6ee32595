/* address.c: parse and print addresses. */
#include "address.h"
#include "copy_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const unsigned char mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

void address_clear(struct address *address, enum address_kind kind) {
    memset(address, 0, sizeof *address);
    address->kind = kind;
}

static bool parse_ipv4(const char *text, unsigned char ip[4]) {
    for (int part = 0; part < 4; part++) {
        unsigned value = 0;
        int digits = 0;
        if (part > 0 && *text++ != '.')
            return false;
        for (; *text >= '0' && *text <= '9'; text++, digits++)
            value = value * 10 + (unsigned)(*text - '0');
        if (digits == 0 || digits > 3 || value > 255)
            return false;
        ip[part] = (unsigned char)value;
    }
    return *text == '\0';
}

static int hexadecimal(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool parse_ipv6(const char *text, unsigned char ip[16]) {
    unsigned char bytes[16] = {0};
    size_t used = 0, gap = 17;
    if (text[0] == ':') {
        if (text[1] != ':')
            return false;
        text++;
    }
    while (*text != '\0') {
        unsigned value = 0;
        size_t digits = 0;
        if (*text == ':') {
            if (gap != 17)
                return false;
            gap = used;
            text++;
            continue;
        }
        while (digits < 5 && hexadecimal(text[digits]) >= 0)
            value = value * 16 + (unsigned)hexadecimal(text[digits++]);
        if (text[digits] == '.' && used <= 12 && parse_ipv4(text, bytes + used)) {
            used += 4;
            break;
        }
        if (digits == 0 || digits > 4 || used > 14)
            return false;
        bytes[used++] = (unsigned char)(value >> 8);
        bytes[used++] = (unsigned char)(value & 255);
        text += digits;
        if (*text == '\0')
            break;
        if (*text++ != ':' || *text == '\0')
            return false;
    }
    if (gap == 17 ? used != 16 : used > 14)
        return false;
    memset(ip, 0, 16);
    if (gap == 17)
        gap = used;
    memcpy(ip, bytes, gap);
    memcpy(ip + 16 - (used - gap), bytes + gap, used - gap);
    return true;
}

bool address_parse(const char *text, struct address *address) {
    char bare[64];
    const char *percent = strchr(text, '%');
    size_t length = percent ? (size_t)(percent - text) : strlen(text);
    uint32_t scope = 0;
    if (length >= sizeof bare)
        return false;
    memcpy(bare, text, length);
    bare[length] = '\0';
    address_clear(address, ADDRESS_INET);
    if (!percent && parse_ipv4(bare, address->ip))
        return true;
    address->kind = ADDRESS_INET6;
    if (percent) {
        if (percent[1] == '\0' || strlen(percent) > 9)
            return false;
        for (const char *at = percent + 1; *at != '\0'; at++) {
            if (*at < '0' || *at > '9')
                return false;
            scope = scope * 10 + (uint32_t)(*at - '0');
        }
    }
    address->scope = scope;
    return parse_ipv6(bare, address->ip);
}

/* RFC 5952: the longest run of two or more zero groups is left out. */
static void print_ipv6(const unsigned char ip[16], char *text, size_t size) {
    size_t best = 8, best_length = 1;
    size_t used = 0;
    for (size_t i = 0; i < 8; i++) {
        size_t length = 0;
        while (i + length < 8 && ip[2 * (i + length)] == 0 && ip[2 * (i + length) + 1] == 0)
            length++;
        if (length > best_length) {
            best = i;
            best_length = length;
        }
    }
    text[0] = '\0';
    for (size_t i = 0; i < 8 && used < size; i++) {
        if (i == best) {
            used += (size_t)snprintf(text + used, size - used, "::");
            i += best_length - 1;
            continue;
        }
        used += (size_t)snprintf(text + used, size - used, "%s%x", i > 0 && text[used - 1] != ':' ? ":" : "",
                                 (unsigned)(ip[2 * i] << 8 | ip[2 * i + 1]));
    }
}

void address_text(const struct address *address, char text[ADDRESS_TEXT_MOST]) {
    const unsigned char *ip = address->ip;
    const char *word = "none";
    switch (address->kind) {
    case ADDRESS_INET:
    case ADDRESS_INET6:
        if (address_is_any(address))
            break;
        if (address->kind == ADDRESS_INET)
            snprintf(text, ADDRESS_TEXT_MOST, "%u.%u.%u.%u", ip[0], ip[1], ip[2], ip[3]);
        else if (address_is_mapped(address))
            snprintf(text, ADDRESS_TEXT_MOST, "::ffff:%u.%u.%u.%u", ip[12], ip[13], ip[14], ip[15]);
        else
            print_ipv6(ip, text, ADDRESS_TEXT_MOST);
        return;
    case ADDRESS_PATH:
        word = "path";
        break;
    case ADDRESS_ABSTRACT:
        word = "abstract";
        break;
    case ADDRESS_UNNAMED:
        word = "unnamed";
        break;
    case ADDRESS_OTHER:
        word = address->path[0] != '\0' ? address->path : "other";
        break;
    case ADDRESS_NONE:
        break;
    }
    if (address_is_any(address))
        word = "any";
    snprintf(text, ADDRESS_TEXT_MOST, "%s", word);
}

bool address_is_any(const struct address *address) {
    static const unsigned char zero[16];
    if (address->kind == ADDRESS_INET)
        return memcmp(address->ip, zero, 4) == 0;
    if (address->kind == ADDRESS_INET6)
        return memcmp(address->ip, zero, 16) == 0;
    return address->kind == ADDRESS_OTHER && strcmp(address->path, "any") == 0;
}

bool address_is_mapped(const struct address *address) {
    return address->kind == ADDRESS_INET6 && memcmp(address->ip, mapped_prefix, sizeof mapped_prefix) == 0;
}

/* A subject may have its own network where ::1 is not: socket_wrapper's is fd00::5357:5f00/120. */
static const unsigned char *loopback_inet6(void) {
    static struct address loopback;
    if (loopback.kind == ADDRESS_NONE) {
        const char *given = getenv("LISTENCHECK_LOOPBACK6");
        if (!given || !address_parse(given, &loopback) || loopback.kind != ADDRESS_INET6) {
            address_clear(&loopback, ADDRESS_INET6);
            loopback.ip[15] = 1;
        }
    }
    return loopback.ip;
}

bool address_is_loopback(const struct address *address) {
    static const unsigned char inet[4] = {127, 0, 0, 1};
    if (address->kind == ADDRESS_INET)
        return memcmp(address->ip, inet, 4) == 0;
    if (address_is_mapped(address))
        return memcmp(address->ip + 12, inet, 4) == 0;
    return address->kind == ADDRESS_INET6 && memcmp(address->ip, loopback_inet6(), 16) == 0;
}

void address_set_loopback(struct address *address) {
    memset(address->ip, 0, address->kind == ADDRESS_OTHER ? 0 : sizeof address->ip);
    if (address->kind == ADDRESS_INET) {
        address->ip[0] = 127;
        address->ip[3] = 1;
    } else if (address->kind == ADDRESS_INET6) {
        memcpy(address->ip, loopback_inet6(), sizeof address->ip);
    } else if (address->kind == ADDRESS_OTHER) {
        copy_text(address->path, sizeof address->path, "loopback");
    }
}

void address_unmap(struct address *address) {
    unsigned char ip[4];
    memcpy(ip, address->ip + 12, sizeof ip);
    memset(address->ip, 0, sizeof address->ip);
    memcpy(address->ip, ip, sizeof ip);
    address->kind = ADDRESS_INET;
}

void address_map(struct address *address) {
    unsigned char ip[4];
    memcpy(ip, address->ip, sizeof ip);
    memcpy(address->ip, mapped_prefix, sizeof mapped_prefix);
    memcpy(address->ip + 12, ip, sizeof ip);
    address->kind = ADDRESS_INET6;
}
