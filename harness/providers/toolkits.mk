# The agents of toolkits and libraries that listen for a program, relative to harness/: each one file in C++ and the POSIX provider
# around it, whose table gets another name. Each needs the package of its library.
.DEFAULT_GOAL := all
TOOLKITS = ldicomnet ns3 nspr srt udt
ldicomnet_SOURCE = dcmtk
ldicomnet_LIBS = -ldcmnet -loflog -lofstd
ns3_SOURCE = ns3
ns3_STANDARD = c++17
ns3_LIBS = -lns3-internet -lns3-network -lns3-core
nspr_SOURCE = nspr
nspr_FLAGS = -I/usr/include/nspr
nspr_LIBS = -lnspr4
srt_SOURCE = srt
srt_LIBS = -lsrt
srt_MORE = providers/renewal.c
udt_SOURCE = udt
udt_LIBS = -ludt
udt_MORE = providers/renewal.c

$(BUILD)/providers/posix_around.o: $(BUILD)/providers/posix.o
	objcopy --redefine-sym provider=posix_provider $< $@

AROUND_SOURCES = agent/main.c $(filter-out providers/posix.c,$(POSIX_SOURCES))
define toolkit_rules
$(BUILD)/providers/$($(1)_SOURCE).o: providers/$($(1)_SOURCE).cc
	@mkdir -p $$(@D)
	$$(CXX) -std=$(or $($(1)_STANDARD),c++20) -Iinclude $($(1)_FLAGS:-I%=-isystem %) $$(WARNINGS) $$(CXXFLAGS) -O2 -g -MMD -MP -c -o $$@ $$<

$(BUILD)/agent-$(1): $(BUILD)/providers/$($(1)_SOURCE).o $(BUILD)/providers/posix_around.o $(AROUND_SOURCES:%.c=$(BUILD)/%.o) $($(1)_MORE:%.c=$(BUILD)/%.o) \
		$(BUILD)/libagent.a $(BUILD)/libcommon.a
	$$(CXX) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ $($(1)_LIBS) -pthread

.PHONY: agent-$(1)
agent-$(1): $(BUILD)/agent-$(1)
endef
$(foreach toolkit,$(TOOLKITS),$(eval $(call toolkit_rules,$(toolkit))))
