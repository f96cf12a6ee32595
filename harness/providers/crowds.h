/* crowds.h: who called which address without waiting, and had no answer. */
#ifndef LISTENCHECK_PROVIDERS_CROWDS_H
#define LISTENCHECK_PROVIDERS_CROWDS_H

#include "around.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <tuple>

/* Those who call one address. */
struct Crowd {
    uint16_t port = 0;  /* what they have together, in host order; 0: none yet */
    int unanswered = 0; /* since the last that had an answer */

    /* Until some in succession have had no answer the next one's is waited for. */
    bool is_listened_for() const {
        return unanswered < UNANSWERED_MOST;
    }

    /* Beside one that still waits another may not hear its own answer: the libraries wake one of those who share a port, no matter whom. */
    bool needs_another_port() const {
        return unanswered > 0 && is_listened_for();
    }

  private:
    enum { UNANSWERED_MOST = 2 };
};

/* All of a case. To be used while its lock is held; what before() returns stays where it is. */
class Crowds {
  public:
    std::mutex lock;

    Crowd *before(const struct address *to) {
        std::array<unsigned char, 16> ip;
        std::copy(std::begin(to->ip), std::end(to->ip), ip.begin());
        return &of[{to->kind, to->port, ip}];
    }

    /* Somebody left a queue: who calls now may be answered, and is not to be beside those who still wait. */
    void room_again() {
        for (auto &[destination, crowd] : of)
            if (crowd.unanswered > 0)
                crowd = {};
    }

  private:
    std::map<std::tuple<enum address_kind, uint16_t, std::array<unsigned char, 16>>, Crowd> of;
};

#endif
