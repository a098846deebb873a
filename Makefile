# ethostat. `make help` lists the targets.
VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
OUT     ?= ethostat-out
AR      ?= ar

PACKAGES := gsl libcjson libmd
# Excel workbooks are read where libzip and expat are at hand; make XLSX= builds without.
XLSX_PACKAGES := libzip expat
XLSX := $(shell pkg-config --exists $(XLSX_PACKAGES) && echo yes)
ifeq ($(XLSX),yes)
PACKAGES += $(XLSX_PACKAGES)
XLSX_CFLAGS := -DETHO_WITH_XLSX
endif
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wstrict-prototypes \
  -Wmissing-prototypes -Wwrite-strings -Wcast-qual -Wundef -Wvla -Wformat=2 -Wnull-dereference -Wimplicit-fallthrough
OPTIMISE ?= -O2 -g
EXTRA_CFLAGS ?=
# -ffp-contract=off: results do not depend on the compiler fusing a*b+c.
CFLAGS_ALL = -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -DETHO_VERSION='"$(VERSION)"' \
  -DETHO_PREFIX='"$(PREFIX)"' -Iinclude -Isrc -fPIC -ffp-contract=off -pthread $(OPTIMISE) $(WARNINGS) \
  $(XLSX_CFLAGS) $(PACKAGE_CFLAGS) $(EXTRA_CFLAGS) $(CFLAGS)
PACKAGE_CFLAGS = $(eval PACKAGE_CFLAGS := $$(shell pkg-config --cflags $(PACKAGES)))$(PACKAGE_CFLAGS)
PACKAGE_LIBS = $(eval PACKAGE_LIBS := $$(shell pkg-config --libs $(PACKAGES)))$(PACKAGE_LIBS)
LIBS = $(PACKAGE_LIBS) -lcsv -lm -pthread

LAYERS := base table import assay stats model analysis report figure study
LIB_SOURCES := $(foreach layer,$(LAYERS),$(wildcard src/$(layer)/*.c))
CLI_SOURCES := $(wildcard src/cli/*.c)
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
TEST_SOURCES := $(wildcard tests/unit/*/test_*.c)
TESTS := $(TEST_SOURCES:tests/unit/%.c=$(BUILD)/tests/%)
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
ifneq ($(XLSX),yes)
FUZZERS := $(filter-out xlsx,$(FUZZERS))
endif
REPLAYS := $(FUZZERS:%=$(BUILD)/tests/fuzz/%)
SCRIPT_TESTS := $(wildcard tests/cli/*.t tests/lint/*.t)
EXAMPLES := $(patsubst examples/%.c,$(BUILD)/examples/%,$(wildcard examples/*.c))

.PHONY: all
all: $(BUILD)/ethostat $(BUILD)/libethostat.so ## build the program and the library

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

$(BUILD)/tests/%: tests/unit/%.c tests/tap.h $(BUILD)/libethostat.a
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) -Itests -MMD -MP $(LDFLAGS) $< $(BUILD)/libethostat.a -o $@ $(LIBS)

$(BUILD)/tests/fuzz/%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.c tests/fuzz/fuzz.h tests/fuzz/replay.c $(BUILD)/libethostat.a
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) $(filter %.c,$^) $(BUILD)/libethostat.a -o $@ $(LIBS)

$(BUILD)/examples/%: examples/%.c $(BUILD)/libethostat.a
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) -MMD -MP $(LDFLAGS) $< $(BUILD)/libethostat.a -o $@ $(LIBS)

.PHONY: examples
examples: $(EXAMPLES) ## build the small programs against the C API

# ---- the two commands -----------------------------------------------------------------------------------

.PHONY: demo
demo: ## install what is missing, build, analyse the example study, say where the report is
	@.ci/install
	@$(MAKE) --no-print-directory -s -j2 all
	@$(BUILD)/ethostat analyze examples/study.json --out $(OUT)
	@echo && echo "open $(OUT)/report.html"

.PHONY: test
test: ## install what is missing, build, run every test
	@.ci/install test
	@$(MAKE) --no-print-directory -s -j2 check

# ---- tests ----------------------------------------------------------------------------------------------

PROVE = ETHOSTAT=$(abspath $(BUILD))/ethostat BUILD=$(abspath $(BUILD)) CC='$(CC)' prove -j2 --exec ''

.PHONY: check
check: all examples $(TESTS) $(REPLAYS)
	$(PROVE) $(TESTS) $(REPLAYS) $(SCRIPT_TESTS)

# Unit tests only, of one layer: make unit LAYER=stats
LAYER ?= *
.PHONY: unit
unit: $(filter $(BUILD)/tests/$(if $(filter *,$(LAYER)),%,$(LAYER)/%),$(TESTS)) ## unit tests of one layer: LAYER=stats
	$(PROVE) $^

.PHONY: lint
lint: all ## layers, headers, third-party corners, file and function length, shell scripts
	$(PROVE) $(wildcard tests/lint/*.t)

.PHONY: asan
asan: ## every test under AddressSanitizer and UndefinedBehaviorSanitizer
	@.ci/install test
	ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 $(MAKE) -j2 BUILD=build-asan OPTIMISE='-O1 -g' \
	  EXTRA_CFLAGS='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer' check

.PHONY: valgrind
valgrind: all $(TESTS) ## unit tests under valgrind (memcheck)
	@command -v valgrind >/dev/null || { echo "valgrind is missing: apt-get install valgrind" >&2; exit 3; }
	tests/memcheck/run $(TESTS)

# Each target in turn, from its corpus; what it finds stays in $(BUILD)/fuzz.
SECONDS_EACH ?= 30
FUZZ_FLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
.PHONY: fuzz
fuzz: ## every fuzz target for SECONDS_EACH (30) seconds (needs clang)
	@command -v clang >/dev/null || { echo "clang is missing: apt-get install clang" >&2; exit 3; }
	@$(MAKE) --no-print-directory -s -j2 CC=clang BUILD=build-fuzz OPTIMISE='-O1 -g' \
	  EXTRA_CFLAGS='-fsanitize=fuzzer-no-link $(FUZZ_FLAGS)' LDFLAGS='$(FUZZ_FLAGS)' fuzzers
	@tests/fuzz/run build-fuzz $(SECONDS_EACH) $(FUZZERS)

.PHONY: fuzzers
fuzzers: $(FUZZERS:%=$(BUILD)/fuzz/%)

$(BUILD)/fuzz/%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.c tests/fuzz/fuzz.h $(BUILD)/libethostat.a
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -fsanitize=fuzzer $(filter %.c,$^) $(BUILD)/libethostat.a -o $@ $(LIBS)

.PHONY: browser
browser: all ## reports in a headless Chromium: layout at three widths, no request, axe (needs node and chromium)
	@ETHOSTAT=$(abspath $(BUILD))/ethostat BUILD=$(abspath $(BUILD)) prove -v --exec '' tests/browser/run

.PHONY: formats
formats: all ## real exports beside this project: file, format, outcome
	@ETHOSTAT=$(abspath $(BUILD))/ethostat tests/formats/run

.PHONY: decimals
decimals: $(BUILD)/tests/base/test_decimal ## ten million numbers against the C library's strtod
	NUMBERS=10000000 $<

.PHONY: bench
bench: all ## whole job and hot spots beside R and Python, medians (installs R and scipy)
	@.ci/install bench
	@tests/bench/run $(BUILD)
	@tests/bench/read $(BUILD)

# Every chart with 2, 4 and 8 arms, short and long labels: $(BUILD)/gallery/*.svg
$(BUILD)/gallery/gallery: tests/gallery/gallery.c $(BUILD)/libethostat.a
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) $< $(BUILD)/libethostat.a -o $@ $(LIBS)

.PHONY: gallery
gallery: $(BUILD)/gallery/gallery ## every chart with 2, 4 and 8 arms, short and long labels
	$< $(BUILD)/gallery

# ---- install --------------------------------------------------------------------------------------------

.PHONY: install
install: all ## install under PREFIX (/usr/local), staged by DESTDIR
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include/ethostat/stats \
	  $(DESTDIR)$(PREFIX)/share/ethostat/plots $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(BUILD)/ethostat $(DESTDIR)$(PREFIX)/bin/
	install -m 644 $(BUILD)/libethostat.a $(DESTDIR)$(PREFIX)/lib/
	install -m 755 $(BUILD)/libethostat.so $(DESTDIR)$(PREFIX)/lib/libethostat.so.$(VERSION)
	ln -sf libethostat.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libethostat.so.0
	ln -sf libethostat.so.0 $(DESTDIR)$(PREFIX)/lib/libethostat.so
	install -m 644 include/ethostat.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 include/ethostat/*.h $(DESTDIR)$(PREFIX)/include/ethostat/
	install -m 644 include/ethostat/stats/*.h $(DESTDIR)$(PREFIX)/include/ethostat/stats/
	install -m 644 plots/*.gp $(DESTDIR)$(PREFIX)/share/ethostat/plots/
	$(BUILD)/ethostat man > $(DESTDIR)$(PREFIX)/share/man/man1/ethostat.1
	$(BUILD)/ethostat complete > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/ethostat
	printf 'prefix=%s\nName: ethostat\nDescription: statistics of novel object recognition and maze trials\nVersion: %s\nRequires.private: %s\nLibs: -L$${prefix}/lib -lethostat\nLibs.private: -lcsv -lm -pthread\nCflags: -I$${prefix}/include\n' \
	  '$(PREFIX)' '$(VERSION)' '$(PACKAGES)' > $(DESTDIR)$(PREFIX)/lib/pkgconfig/ethostat.pc

.PHONY: uninstall
uninstall: ## remove what install put under PREFIX
	rm -rf $(DESTDIR)$(PREFIX)/bin/ethostat $(DESTDIR)$(PREFIX)/lib/libethostat.a $(DESTDIR)$(PREFIX)/lib/libethostat.so* \
	  $(DESTDIR)$(PREFIX)/include/ethostat.h $(DESTDIR)$(PREFIX)/include/ethostat $(DESTDIR)$(PREFIX)/share/ethostat \
	  $(DESTDIR)$(PREFIX)/share/man/man1/ethostat.1 $(DESTDIR)$(PREFIX)/lib/pkgconfig/ethostat.pc \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/ethostat

.PHONY: clean
clean: ## remove everything that was built
	rm -rf $(BUILD) build-asan build-clang build-fuzz $(OUT)

.PHONY: help
help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r t h; do printf '%-16s %s\n' "$$t" "$$h"; done

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
