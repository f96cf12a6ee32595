/* wsp_model_words.h: what the model and Winsock call the same thing. */
#ifndef LISTENCHECK_PROVIDERS_WSP_MODEL_WORDS_H
#define LISTENCHECK_PROVIDERS_WSP_MODEL_WORDS_H

#include "winsock.h"

/* Winsock's number for an answer of the machine that is no success. */
int wsp_error_of(int status);
/* The protocol's words, or NULL. */
const char *wsp_family_word(int family);
const char *wsp_type_word(int type);
const char *wsp_option_word(int level, int number);

#endif
