# The shared agent, relative to harness/. Link it with the sources of one provider and -pthread.
AGENT_SOURCES = agent/main.c agent/lines.c agent/request.c agent/reply.c agent/handles.c agent/handles_inherit.c \
	agent/families.c agent/address.c agent/resolve.c agent/resolve_address.c agent/verbs.c agent/sockets.c agent/inspect.c \
	agent/ready.c agent/transfer.c agent/control.c agent/tasks.c agent/processes.c agent/groups.c agent/settle.c agent/flood.c agent/drain.c \
	agent/snapshot.c agent/storm.c agent/serve.c
