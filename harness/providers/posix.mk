# The native agent, relative to harness/.
POSIX_SOURCES = providers/posix.c providers/posix_address.c providers/posix_clock.c providers/posix_descriptors.c providers/posix_errors.c \
	providers/posix_files.c providers/posix_fill.c providers/posix_network.c providers/posix_options.c providers/posix_option_sum.c providers/posix_process.c providers/posix_signals.c \
	providers/posix_special.c providers/posix_stream.c providers/posix_surroundings.c providers/posix_system.c providers/posix_threads.c providers/posix_transfer.c
AGENTS += agent-native
agent-native_SOURCES = agent/main.c $(POSIX_SOURCES)
agent-native_LIBS = -pthread
