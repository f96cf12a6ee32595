# The agents of toolkits and libraries that listen for a program, relative to harness/. Each needs the package of its library.
.DEFAULT_GOAL := all

# DCMTK, a DICOM toolkit in C++: its listen, and the POSIX provider's sockets around it, whose table gets another name.
$(BUILD)/providers/posix_around.o: $(BUILD)/providers/posix.o
	objcopy --redefine-sym provider=posix_provider $< $@

$(BUILD)/providers/dcmtk.o: providers/dcmtk.cc
	@mkdir -p $(@D)
	$(CXX) -std=c++20 -Iinclude $(WARNINGS) $(CXXFLAGS) -O2 -g -MMD -MP -c -o $@ $<

DCMTK_SOURCES = agent/main.c $(filter-out providers/posix.c,$(POSIX_SOURCES))
$(BUILD)/agent-ldicomnet: $(BUILD)/providers/dcmtk.o $(BUILD)/providers/posix_around.o $(DCMTK_SOURCES:%.c=$(BUILD)/%.o) \
		$(BUILD)/libagent.a $(BUILD)/libcommon.a
	$(CXX) $(CFLAGS) $(LDFLAGS) -o $@ $^ -ldcmnet -loflog -lofstd -pthread

.PHONY: agent-ldicomnet
agent-ldicomnet: $(BUILD)/agent-ldicomnet
