/* wsp_model.h: what the parts of the model as a service provider ask of each other. */
#ifndef LISTENCHECK_PROVIDERS_WSP_MODEL_H
#define LISTENCHECK_PROVIDERS_WSP_MODEL_H

#include "winsock.h"

#include "model/machine.h"

#include <ws2spi.h>

/* wsp_model_machine.c */
extern struct machine *wsp_machine; /* between enter and leave alone */
extern unsigned long wsp_cancelled; /* how often all that wait were told to stop */
extern descriptor wsp_foreign;      /* stands for every handle that is no socket of ours */
/* Once; FALSE: LISTENCHECK_MODEL names none, or there is no memory. */
BOOL wsp_make_machine(void);
void wsp_enter(void);
void wsp_leave(void);
/* Sleeps until something may have happened, not beyond the machine's time end. Others may enter meanwhile. */
void wsp_sleep_until(uint64_t end);
/* After one try of a call, with wsp_cancelled as it was before the first: TRUE when it is to be made again. */
BOOL wsp_goes_on(int *status, struct waiting *waiting, unsigned long stop);
descriptor wsp_number_behind(SOCKET s);
SOCKET wsp_handle_of(descriptor number);
/* What a call returns for a status of the machine. A fault may end the process instead of answering. */
int wsp_answer(int status, LPINT error);
int wsp_fail(int code, LPINT error);
int WSPAPI wsp_model_cancel(LPINT error);

/* wsp_model_sockets.c */
SOCKET WSPAPI wsp_model_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW information, GROUP group, DWORD flags,
                               LPINT error);
int WSPAPI wsp_model_duplicate(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW information, LPINT error);
int WSPAPI wsp_model_close(SOCKET s, LPINT error);
int WSPAPI wsp_model_bind(SOCKET s, const struct sockaddr *name, int length, LPINT error);
int WSPAPI wsp_model_sockname(SOCKET s, struct sockaddr *name, LPINT length, LPINT error);
int WSPAPI wsp_model_peername(SOCKET s, struct sockaddr *name, LPINT length, LPINT error);
int WSPAPI wsp_model_listen(SOCKET s, int backlog, LPINT error);
SOCKET WSPAPI wsp_model_accept(SOCKET s, struct sockaddr *name, LPINT length, LPCONDITIONPROC condition, DWORD_PTR data,
                               LPINT error);
int WSPAPI wsp_model_connect(SOCKET s, const struct sockaddr *name, int length, LPWSABUF caller, LPWSABUF callee, LPQOS quality,
                             LPQOS group_quality, LPINT error);
int WSPAPI wsp_model_shutdown(SOCKET s, int how, LPINT error);

/* wsp_model_transfer.c */
int WSPAPI wsp_model_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, DWORD flags, LPWSAOVERLAPPED overlapped,
                          LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI wsp_model_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, DWORD flags, const struct sockaddr *to,
                             int length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                             LPWSATHREADID thread, LPINT error);
int WSPAPI wsp_model_receive(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, LPDWORD flags, LPWSAOVERLAPPED overlapped,
                             LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI wsp_model_receive_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, LPDWORD flags, struct sockaddr *from,
                                  LPINT length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                                  LPWSATHREADID thread, LPINT error);

/* wsp_model_options.c */
int WSPAPI wsp_model_get_option(SOCKET s, int level, int number, char *value, LPINT length, LPINT error);
int WSPAPI wsp_model_set_option(SOCKET s, int level, int number, const char *value, int length, LPINT error);
int WSPAPI wsp_model_control(SOCKET s, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD bytes,
                             LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                             LPINT error);

/* wsp_model_select.c */
int WSPAPI wsp_model_select(int ignored, fd_set *in, fd_set *out, fd_set *exceptional, const PTIMEVAL wait, LPINT error);

#endif
