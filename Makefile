# ethostat. `make help` lists the targets.
VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
CC      ?= cc
AR      ?= ar

PACKAGES := gsl libcjson libmd
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wstrict-prototypes \
  -Wmissing-prototypes -Wwrite-strings -Wcast-qual -Wundef -Wvla -Wformat=2 -Wnull-dereference -Wimplicit-fallthrough
OPTIMISE ?= -O2 -g
EXTRA_CFLAGS ?=
# -ffp-contract=off: results do not depend on the compiler fusing a*b+c.
CFLAGS_ALL = -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -DETHO_VERSION='"$(VERSION)"' -DETHO_PREFIX='"$(PREFIX)"' \
  -Iinclude -Isrc -fPIC -ffp-contract=off -pthread $(OPTIMISE) $(WARNINGS) $(shell pkg-config --cflags $(PACKAGES)) \
  $(EXTRA_CFLAGS) $(CFLAGS)
LIBS = $(shell pkg-config --libs $(PACKAGES)) -lcsv -lm -pthread

LAYERS := base table import assay stats model analysis report figure study
LIB_SOURCES := $(foreach layer,$(LAYERS),$(wildcard src/$(layer)/*.c))
CLI_SOURCES := $(wildcard src/cli/*.c)
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
TEST_SOURCES := $(wildcard tests/unit/*/test_*.c)
TESTS := $(TEST_SOURCES:tests/unit/%.c=$(BUILD)/tests/%)

.PHONY: all
all: $(BUILD)/ethostat $(BUILD)/libethostat.so

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(BUILD)/libethostat.a: $(LIB_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/libethostat.so: $(LIB_OBJECTS)
	$(CC) -shared -Wl,-soname,libethostat.so.0 $(OPTIMISE) $(EXTRA_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/ethostat: $(CLI_OBJECTS) $(BUILD)/libethostat.a
	$(CC) $(OPTIMISE) $(EXTRA_CFLAGS) $(LDFLAGS) $(CLI_OBJECTS) $(BUILD)/libethostat.a -o $@ $(LIBS)

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libethostat.a
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) -Itests -MMD -MP $(LDFLAGS) $< $(BUILD)/libethostat.a -o $@ $(LIBS)

# Every chart with 2, 4 and 8 arms, short and long labels: $(BUILD)/gallery/*.svg
$(BUILD)/gallery/gallery: tests/gallery/gallery.c $(BUILD)/libethostat.a
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) $< $(BUILD)/libethostat.a -o $@ $(LIBS)

.PHONY: gallery
gallery: $(BUILD)/gallery/gallery
	$< $(BUILD)/gallery

# Unit tests only, of one layer: make unit LAYER=stats
LAYER ?= *
.PHONY: unit
unit: $(filter $(BUILD)/tests/$(if $(filter *,$(LAYER)),%,$(LAYER)/%),$(TESTS))
	prove -j2 --exec '' $^

.PHONY: check
check: all $(TESTS)
	ETHOSTAT=$(abspath $(BUILD)/ethostat) prove -j2 --exec '' $(TESTS) $(wildcard tests/cli/*.t tests/lint/*.t)

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
