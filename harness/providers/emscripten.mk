# The shared agent as a program of WebAssembly under Node, relative to harness/: `make agent-emscripten`, only so.
EMSCRIPTEN_SOURCES = $(AGENT_SOURCES) providers/emscripten.c providers/posix_address.c providers/posix_errors.c
EMSCRIPTEN_FLAGS = -s ASYNCIFY=1 -s ASYNCIFY_STACK_SIZE=65536 -s ENVIRONMENT=node -s ALLOW_MEMORY_GROWTH=1 -s EXIT_RUNTIME=1 \
	--pre-js providers/emscripten/setting.js

.PHONY: agent-emscripten
agent-emscripten: $(BUILD)/emscripten/agent-emscripten.js
$(BUILD)/emscripten/agent-emscripten.js: $(EMSCRIPTEN_SOURCES) $(wildcard agent/*.h include/*.h providers/posix.h) \
	providers/emscripten/setting.js providers/emscripten.mk
	@mkdir -p $(@D)
	NODE_PATH="$${NODE_PATH:-/usr/share/nodejs}" emcc -std=gnu11 $(INCLUDES) -O2 $(EMSCRIPTEN_FLAGS) -o $@ $(EMSCRIPTEN_SOURCES)
