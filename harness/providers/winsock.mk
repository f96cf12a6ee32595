# The agents of Winsock, cross-built: make agent-winsock, agent-wsp. They are not part of plain make: the compiler may be missing.
.DEFAULT_GOAL := all
MINGW ?= x86_64-w64-mingw32-gcc
WINSOCK_BUILD = $(BUILD)/winsock
WINSOCK_COMMON = agent/main.c providers/winsock.c providers/winsock_accept.c providers/winsock_address.c providers/winsock_errors.c \
	providers/winsock_files.c providers/winsock_host.c providers/winsock_modes.c providers/winsock_options.c providers/winsock_poll.c providers/winsock_result.c \
	providers/winsock_scarcity.c providers/winsock_select.c providers/winsock_stream.c providers/winsock_system.c providers/winsock_threads.c
WSP_MODEL = providers/wsp_model.c providers/wsp_model_machine.c providers/wsp_model_options.c providers/wsp_model_select.c \
	providers/wsp_model_sockets.c providers/wsp_model_transfer.c providers/wsp_model_words.c providers/wsp_missing.c \
	providers/winsock_address.c providers/winsock_errors.c $(sort $(wildcard model/*.c))
WINSOCK_AGENT = $(sort $(filter-out agent/main.c,$(wildcard agent/*.c))) $(WINSOCK_COMMON)
WINSOCK_COMPILE = $(MINGW) -std=c11 -D__USE_MINGW_ANSI_STDIO=1 $(INCLUDES) $(WARNINGS) $(CFLAGS) -MMD -MP
winsock_objects = $(patsubst %.c,$(WINSOCK_BUILD)/%.o,$(1))

$(WINSOCK_BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(WINSOCK_COMPILE) -c -o $@ $<

$(BUILD)/agent-winsock.exe: $(call winsock_objects,$(WINSOCK_AGENT) providers/winsock_calls.c)
	$(MINGW) $(CFLAGS) -static -o $@ $^ -lws2_32

$(BUILD)/agent-wsp.exe: $(call winsock_objects,$(WINSOCK_AGENT) providers/wsp_calls.c providers/wsp_upcalls.c)
	$(MINGW) $(CFLAGS) -static -o $@ $^ -lws2_32

$(BUILD)/wsp-layered.dll: $(call winsock_objects,providers/wsp_layered.c providers/wsp_missing.c)
	$(MINGW) $(CFLAGS) -static -shared -o $@ $^ -lws2_32

$(BUILD)/wsp-model.dll: $(call winsock_objects,$(WSP_MODEL))
	$(MINGW) $(CFLAGS) -static -shared -o $@ $^ -lws2_32

agent-winsock: $(BUILD)/agent-winsock.exe
agent-wsp: $(BUILD)/agent-wsp.exe $(BUILD)/wsp-layered.dll $(BUILD)/wsp-model.dll
.PHONY: agent-winsock agent-wsp
