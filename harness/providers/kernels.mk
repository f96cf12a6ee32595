# The native agent for other C libraries and processors: the same sources, another compiler, linked statically so that it
# runs where no library of its kind is installed. `make agent-musl`, `make agent-qemu-s390x` and so on, only so.
.DEFAULT_GOAL := all
KERNEL_AGENT = $(MAKE) BUILD='$(BUILD)/$(1)' CC='$(2)' LDFLAGS=-static CPPFLAGS='$(3)' '$(BUILD)/$(1)/agent-native'

# musl's ioctl() takes an int where others take an unsigned long. It comes without the kernel's headers:
MUSL_HEADERS = $(BUILD)/musl/kernel-headers
KERNEL_HEADERS = $(wildcard /usr/include/linux /usr/include/asm-generic /usr/include/asm /usr/include/$(shell uname -m)-linux-gnu/asm)

.PHONY: agent-musl agent-qemu-s390x agent-qemu-mips agent-qemu-aarch64
agent-musl:
	@mkdir -p '$(MUSL_HEADERS)'
	@ln -sfn $(KERNEL_HEADERS) '$(MUSL_HEADERS)'
	+@$(call KERNEL_AGENT,musl,musl-gcc,-isystem $(MUSL_HEADERS) -Wno-sign-conversion)

agent-qemu-s390x agent-qemu-mips agent-qemu-aarch64: agent-qemu-%:
	+@$(call KERNEL_AGENT,qemu-$*,$*-linux-gnu-gcc,)
	@install -m 755 providers/qemu/start.sh '$(BUILD)/qemu-$*/start'

# gVisor runs the agent as a Linux program: statically linked, so that nothing of the machine is mapped into the sandbox but it.
.PHONY: agent-gvisor
agent-gvisor:
	@sh providers/gvisor/build.sh '$(BUILD)/gvisor'
	+@$(call KERNEL_AGENT,gvisor,$(CC),)

# User-Mode Linux: the agent as it is, the first process of the guest, which starts it, and the relay to its serial line.
.PHONY: agent-uml
agent-uml:
	+@$(call KERNEL_AGENT,uml,$(CC),)
	$(CC) -std=c11 $(WARNINGS) $(CFLAGS) -static -o '$(BUILD)/uml/init' providers/uml/init.c
	$(CC) -std=c11 $(WARNINGS) $(CFLAGS) -o '$(BUILD)/uml/relay' providers/uml/relay.c
