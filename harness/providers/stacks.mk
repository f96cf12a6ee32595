# The agents of TCP/IP and SCTP stacks in user space, relative to harness/. Each needs the package of its stack.
STACK_SOURCES = agent/main.c providers/stack_process.c providers/posix_clock.c providers/posix_errors.c providers/posix_files.c \
	providers/posix_signals.c providers/posix_stream.c providers/posix_threads.c
OPTIONAL_AGENTS += agent-lwip agent-lwipv6 agent-usrsctp
agent-lwip_SOURCES = $(STACK_SOURCES) providers/posix_address.c providers/stack.c providers/lwip.c
agent-lwip_LIBS = -llwip -pthread
agent-lwipv6_SOURCES = $(STACK_SOURCES) providers/posix_address.c providers/stack.c providers/lwipv6.c
agent-lwipv6_LIBS = -Wl,-z,now -llwipv6 -ldl -pthread
agent-usrsctp_SOURCES = $(STACK_SOURCES) providers/usrsctp.c providers/usrsctp_wire.c
agent-usrsctp_LIBS = -lusrsctp -pthread
$(BUILD)/providers/lwip.o: CPPFLAGS += -isystem /usr/include/lwip
