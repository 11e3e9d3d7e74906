# make              installs what is missing, builds, starts the tutor
# make test         installs what is missing, runs all tests
# make setup-all    installs what some tests talk to as well: a database server, a web server, a browser
# make sanitize     the loop's tests under the thread and address sanitizers, and a search for leaks
# make fuzz         odd bytes for the readers of records and lessons; FUZZ=600 seconds for each
# make bench        the loop against a bare executor, asyncio, uvloop, trio and Node
# make install      the program, what it compiles demos with, its manual page and completions,
#                   under PREFIX
# make uninstall    takes them away again
# make goldens      rewrites the golden transcripts; review them as a diff
# make clean        removes the build folder

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

PACKAGES := libedit-dev libcmark-gfm-dev libcmark-gfm-extensions-dev \
	libcurl4-openssl-dev libsqlite3-dev libmariadb-dev
# A server's program without the service that Debian starts with the whole package: tests start
# their own.
SERVICES := mariadb-server-core mariadb-client-core nginx-light libnginx-mod-http-echo chromium \
	nodejs openssl
RELEASE := $(SWIFT) build -c release --static-swift-stdlib
PROGRAM := .build/release/loopwalk
RUNTIME := $(DESTDIR)$(PREFIX)/lib/loopwalk
GUIDES := $(DESTDIR)$(PREFIX)/share/doc/loopwalk
MANPAGE := $(DESTDIR)$(PREFIX)/share/man/man1/loopwalk.1
BASH_COMPLETION := $(DESTDIR)$(PREFIX)/share/bash-completion/completions/loopwalk
ZSH_COMPLETION := $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_loopwalk
FISH_COMPLETION := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/loopwalk.fish

.PHONY: run build setup setup-all test format-check sanitize fuzz bench goldens install uninstall clean

run: build
	@$(PROGRAM)

build: setup
	@$(RELEASE) --product loopwalk
	@$(RELEASE) --product LoopwalkRuntime

setup:
	@sh Sources/Setup/setup.sh "$(SWIFT)" $(PACKAGES)

setup-all: setup
	@sh Sources/Setup/setup.sh "$(SWIFT)" $(SERVICES)

# The release programs are for the tests that hold debug and release to one trace.
test: setup format-check
	$(RELEASE) --product loopwalk
	$(RELEASE) --product LoopwalkRuntime
	$(RELEASE) --product demo-fixtures
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	.build/release/demo-fixtures --hazards

format-check:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

sanitize: setup
	SWIFT="$(SWIFT)" sh Tests/DemoFixtures/sanitize.sh thread
	SWIFT="$(SWIFT)" sh Tests/DemoFixtures/sanitize.sh address

# What it finds goes to .build/fuzz. FUZZ="600 record" has one reader alone read.
FUZZ ?= 120
fuzz: setup
	$(RELEASE) --product loopwalk
	sh Tests/Fuzzing/fuzz.sh $(FUZZ)

# BENCH="yield queue --rounds 3 --python python3.13" asks for less, or for other peers.
bench:
	$(RELEASE) --product loopwalk-bench
	sh Sources/Bench/Peers/with_mariadb.sh .build/release/loopwalk-bench compare --tsv .build/bench.tsv $(BENCH)

goldens: setup
	$(RELEASE) --product loopwalk
	LOOPWALK_RECORD=1 $(SWIFT) test --filter Transcripts

install: build
	install -D -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/loopwalk"
	sh Sources/Setup/install-runtime.sh .build/release "$(RUNTIME)"
	install -D -m 644 Sources/LessonFormat/LessonFormat.docc/AuthorsGuide.md "$(GUIDES)/AuthorsGuide.md"
	install -D -m 644 Sources/loopwalk/loopwalk.1 "$(MANPAGE)"
	@for shell in bash:"$(BASH_COMPLETION)" zsh:"$(ZSH_COMPLETION)" fish:"$(FISH_COMPLETION)"; do \
		mkdir -p "$$(dirname "$${shell#*:}")" && \
		$(PROGRAM) --generate-completion-script "$${shell%%:*}" >"$${shell#*:}" || exit 1; \
	done

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/loopwalk" "$(MANPAGE)"
	rm -rf "$(RUNTIME)" "$(GUIDES)"
	rm -f "$(BASH_COMPLETION)" "$(ZSH_COMPLETION)" "$(FISH_COMPLETION)"

clean:
	rm -rf .build .build-thread .build-address
