# The agent of the models. Sources relative to harness/.
AGENTS += agent-model
agent-model_SOURCES = agent/main.c providers/model.c
agent-model_LIBS = -pthread
