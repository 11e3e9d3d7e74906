#!/bin/sh
# sanitize.sh thread|address
#
# Builds the loop, its tests and the stress programs with a sanitizer, runs them, and stops at the
# first thing that sanitizer says. SWIFT names another compiler.
set -eu
sanitizer=$1
swift=${SWIFT:-swift}
folder=.build-$sanitizer
log=$folder/build.log
# Only the loop's targets: the whole package would take a minute more, twice.
export LOOPWALK_LOOP_ONLY=1
# Some tests park tasks for ever, in deadlocks, and Swift has no way to destroy a suspended task. So
# leaks are looked for in programs that have none such, below.
export TSAN_OPTIONS=halt_on_error=1 ASAN_OPTIONS=detect_leaks=0

set -- --sanitize "$sanitizer" --scratch-path "$folder"
# The default linker refuses what the address sanitizer makes of Swift's objects.
if [ "$sanitizer" = address ]; then set -- "$@" -Xswiftc -use-ld=lld; fi

# The linker's warnings are endless; an error is at the end of them.
mkdir -p "$folder"
"$swift" build --build-tests "$@" >"$log" 2>&1 || {
    tail -c 4000 "$log"
    exit 1
}

# Not here: what is large. The hazards below are the same programs, in a size of their own.
LOOPWALK_SEEDS=200 "$swift" test --skip-build "$@" \
    --filter 'AsyncLoopTests|PropertyTests' --skip 'Hazards|GrowthTests|GeneratorTests' \
    >"$log" 2>&1 || {
    grep -E '✘|Sanitizer' "$log" | head -40
    tail -c 4000 "$log"
    exit 1
}
tail -n 1 "$log"

program=$folder/debug/demo-fixtures
for demo in orderly executors storm; do
    echo "$program $demo"
    "$program" --stress "$demo"
done
echo "$program hazards"
"$program" --hazards 100 >/dev/null
if [ "$sanitizer" = address ]; then
    echo "$program leaks"
    ASAN_OPTIONS=detect_leaks=1 "$program" --leaks 100 >/dev/null
    for demo in orderly executors storm; do
        ASAN_OPTIONS=detect_leaks=1 "$program" --stress "$demo"
    done
fi
