#!/bin/sh
# fuzz.sh SECONDS [record|lesson]
#
# Builds the reader of records and the reader of lessons with libFuzzer and lets each have odd bytes
# for so many seconds. Begins with the lessons, with the records of their demos, which the program
# in .build/release writes, and with what was found before. What it finds it leaves in .build/fuzz;
# put it into Tests/FuzzSupport/Cases, where the tests read it, and mend what it shows.
set -eu

seconds=$1
targets=${2:-record lesson}
out=.build/fuzz
flags="-O -wmo -g -parse-as-library -swift-version 6 -sanitize=fuzzer -I $out -I Sources/CCmark
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature NonisolatedNonsendingByDefault
    $(pkg-config --cflags libcmark-gfm)"
mkdir -p "$out"

objects=
for module in LoopEvents StyledText Trace LessonFormat FuzzSupport; do
    folder=Sources/$module
    [ -d "$folder" ] || folder=Tests/$module
    # shellcheck disable=SC2046,SC2086
    swiftc $flags -module-name "$module" -emit-module -emit-module-path "$out/$module.swiftmodule" \
        -c $(find "$folder" -name '*.swift') -o "$out/$module.o"
    objects="$objects $out/$module.o"
done

# The words of the record format, for the fuzzer to put together.
sed -n 's/^| `\([a-zA-Z]*\)`.*/"\\"\1\\""/p' Sources/Trace/Trace.docc/RecordFormat.md > "$out/record.dict"
printf '%s\n' '"null"' '"-1"' '"4294967295"' '"9223372036854775807"' '"-9223372036854775808"' \
    '"0.000000001"' '"\\\\ud800"' '"\\\\u0000"' '"{\\"format\\":\\"loopwalk-record\\""' >> "$out/record.dict"
printf '"%s"\n' '```' '## ' 'swift demo ' 'claims' 'question' 'hint' 'notes' 'swift fails ' \
    'clock=real' 'expect=error' ' before ' ' wakes +2 after ' 'ready at line ' '| - |' '- [ ] ' \
    > "$out/lesson.dict"

mkdir -p "$out/seeds-record" "$out/seeds-lesson"
cp Lessons/*.md "$out/seeds-lesson/"
for lesson in Lessons/*.md; do
    name=$(basename "$lesson" .md)
    for demo in $(sed -n 's/^```swift demo \([a-z0-9-]*\).*/\1/p' "$lesson"); do
        .build/release/loopwalk export "$name" "$demo" --format json --force \
            -o "$out/seeds-record/$name-$demo.jsonl" || true
    done
done

for target in $targets; do
    capital=$(printf %s "$target" | sed 's/^r/R/; s/^l/L/')
    # shellcheck disable=SC2086
    swiftc $flags -module-name Fuzz "Tests/Fuzzing/${capital}Fuzz.swift" $objects -o "$out/$target" \
        $(pkg-config --libs libcmark-gfm) -lcmark-gfm-extensions
    mkdir -p "$out/found-$target"
    # Swift's own account of a trap would end the process before libFuzzer has kept the bytes.
    SWIFT_BACKTRACE=enable=no "$out/$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 \
        -dict="$out/$target.dict" -artifact_prefix="$out/$target-" -print_final_stats=1 \
        "$out/found-$target" "$out/seeds-$target" "Tests/FuzzSupport/Cases/$target"
done
