# medcode: computer-assisted medical coding inside PostgreSQL.
#
#   make, make install, make installcheck   the usual PGXS targets
#   make check         all tests against throw-away servers; installs nothing
#   make unit          the engine's unit tests; make sanitize: under ASan and UBSan
#   make fuzz          the fuzz targets, as build/sanitize/test/fuzz/*
#   make demo          a guided tour; make bench: timings; make eval: accuracy
#   make header-check  compile with the headers of PostgreSQL 17 and 18 too
#   make format        rewrite the C files; make format-check: only look
#   make deps          install the Debian packages that all this needs

EXTENSION = medcode
EXTVERSION := $(shell sed -n "s,^default_version = '\(.*\)',\1,p" medcode.control)
ENGINE = $(filter-out %_sql.c %_type.c %_store.c,$(wildcard src/text/*.c src/match/*.c src/context/*.c \
	src/coding/*.c src/encounter/*.c src/notes/*.c src/meat/*.c src/audit/*.c src/value/*.c src/risk/*.c src/claim/*.c src/terminology/icd10cm.c src/terminology/*_image.c) \
	$(filter-out %_load.c,$(wildcard src/x12/*.c)) $(filter-out %_load.c src/load/load.c src/load/edition.c src/load/file_kinds.c,$(wildcard src/load/*.c)))
ALL_HEADERS = $(wildcard src/*.h src/*/*.h test/*/*.h)
XML2_CFLAGS := $(shell pkg-config --cflags libxml-2.0 2>/dev/null | sed 's/-I/-isystem /g')
LIBRARIES = -licuuc -lstemmer -lxml2

# These targets prepare their own tools and servers. They do not read PGXS, which
# a bare machine lacks and whose own "check" does nothing and succeeds.
TASKS = check unit sanitize demo bench eval format format-check header-check deps programs fuzz

ifneq (,$(filter $(TASKS),$(MAKECMDGOALS)))

OTHERS = $(filter-out $(TASKS),$(MAKECMDGOALS))
.PHONY: $(TASKS) $(OTHERS)
$(OTHERS):
	$(MAKE) $@

deps:
	scripts/install-deps
check: deps
	scripts/check
unit sanitize: deps
	scripts/check $@
demo: deps
	scripts/$@
bench:
	scripts/install-deps bench
	scripts/$@
eval:
	scripts/install-deps eval
	scripts/$@
format: deps
	scripts/format
format-check: deps
	scripts/format --check
header-check: deps
	scripts/$@

# The engine without a server: stand-alone programs for tests, timing and fuzzing.
# $(call objects,VARIANT,COMPILER,FLAGS) and $(call programs,VARIANT,COMPILER,FLAGS,SOURCES,TARGET)
HELPERS = $(filter-out %_test.c,$(wildcard test/unit/*.c))
CFLAGS = -g -O2 -Wall -Wextra $(COPT)
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

define objects
build/$(1)/%.o: %.c $$(ALL_HEADERS)
	@mkdir -p $$(@D)
	$(2) $$(CFLAGS) $(3) -Isrc -Itest/unit $(XML2_CFLAGS) -c $$< -o $$@
endef
define programs
$(5): $(4:%.c=build/$(1)/%)
$(4:%.c=build/$(1)/%): %: %.o $(patsubst %.c,build/$(1)/%.o,$(ENGINE) $(HELPERS))
	$(2) $$(CFLAGS) $(3) $$^ $$(LIBRARIES) -lm -o $$@
endef
$(eval $(call objects,engine,$$(CC),))
$(eval $(call programs,engine,$$(CC),,$(wildcard test/unit/*_test.c bench/*_bench.c),programs))
# one build by clang for the unit tests under sanitizers and for the fuzz targets
$(eval $(call objects,sanitize,clang,$$(SANITIZE) -fsanitize=fuzzer-no-link))
$(eval $(call programs,sanitize,clang,$$(SANITIZE),$(wildcard test/unit/*_test.c),programs))
$(eval $(call programs,sanitize,clang,$$(SANITIZE) -fsanitize=fuzzer,$(wildcard test/fuzz/*.c),fuzz))
.SECONDARY:

else

MODULE_big = medcode
OBJS = $(patsubst %.c,%.o,$(wildcard src/*.c src/*/*.c))
DATA_built = medcode--$(EXTVERSION).sql
EXTRA_CLEAN = build
# The server's headers are not ours to warn about.
PG_CPPFLAGS = -Isrc -isystem $(includedir_server) $(XML2_CFLAGS)
PG_CFLAGS = $(PERMIT_DECLARATION_AFTER_STATEMENT)
# Our symbols are ours, whatever names the server or another module exports.
SHLIB_LINK = $(LIBRARIES) -Wl,-Bsymbolic
# The tests named official_* read the official files.
REGRESS = $(filter-out $(if $(MEDCODE_DATA),,official_%),$(sort $(patsubst test/sql/%.sql,%,$(wildcard test/sql/*.sql))))
REGRESS_OPTS = --inputdir=build/regress --outputdir=build/regress --encoding=UTF8 --load-extension=medcode
REGRESS_PREP = build/regress

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifeq (,$(PGXS))
$(error $(PG_CONFIG) not found: "make deps" installs what is needed)
endif
include $(PGXS)

$(OBJS) $(OBJS:.o=.bc): $(ALL_HEADERS)

# Install script: types and tables (sql/0* to sql/4*), the starter terminology, all that uses them.
# The folders are named too, so that a file taken away counts as a change.
$(DATA_built): $(sort $(wildcard sql/[0-4]*.sql)) build/starter.sql $(sort $(wildcard sql/[5-9]*.sql)) sql
	(printf '%s\n' '\echo Use "CREATE EXTENSION medcode" to load this file. \quit' && \
		cat $(filter %.sql,$^)) >$@.tmp && mv $@.tmp $@
build/starter.sql: scripts/starter-sql $(wildcard data/starter/*.tsv data/starter)
	mkdir -p build && $< $(filter %.tsv,$^) >$@.tmp && mv $@.tmp $@

# What clang says of each file, without an object. PostgreSQL's flags are those of the compiler
# it was built with.
.PHONY: clang-warnings
clang-warnings:
	printf '%s\n' src/*.c src/*/*.c test/unit/*.c bench/*.c | xargs -P "$$(nproc)" -n 8 clang -fsyntax-only \
		-Wno-unknown-warning-option -Wno-ignored-optimization-argument $(CPPFLAGS) -Itest/unit $(CFLAGS) -Wall -Wextra -Werror

# pg_regress wants expected/ beside sql/.
build/regress:
	mkdir -p $@ && ln -sfn ../../test/sql ../../expected $@/

endif
