/* The digest of cases.lock is SHA-256 (FIPS 180-4 examples). */
#include "check.h"

#include "../conductor/digest.h"

int main(void) {
    char digest[33];
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    text_digest("abc", 3, digest);
    CHECK_TEXT(digest, "ba7816bf8f01cfea414140de5dae2223");
    text_digest("", 0, digest);
    CHECK_TEXT(digest, "e3b0c44298fc1c149afbf4c8996fb924");
    text_digest(two_blocks, sizeof two_blocks - 1, digest);
    CHECK_TEXT(digest, "248d6a61d20638b8e5c026930c3e6039");
    return check_finish();
}
