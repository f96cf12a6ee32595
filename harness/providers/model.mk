# The agent of the models. Sources relative to harness/.
AGENTS += agent-model
agent-model_SOURCES = agent/main.c providers/model.c providers/model_calls.c providers/model_process.c providers/model_readiness.c \
	providers/model_system.c providers/model_threads.c
agent-model_LIBS = -pthread
