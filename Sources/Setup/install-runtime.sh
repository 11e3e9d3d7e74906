#!/bin/sh
# install-runtime.sh BUILD DESTINATION
#
# Copies what a learner's code is compiled and linked with from a build folder of SwiftPM's to where
# the installed program looks for it: see ShippedRuntime.swift.
set -eu
build=$1
destination=$2

rm -rf "$destination"
mkdir -p "$destination/modules"
cp "$build/libLoopwalkRuntime.a" "$destination"
# Its own debugging information would be most of it.
strip -g "$destination/libLoopwalkRuntime.a" 2>/dev/null || true
cp "$(ls -t "$build"/swift-version*.txt | head -n 1)" "$destination/swift-version.txt"
for module in LoopEvents AsyncLoop AsyncLoopIO DemoHost; do
    cp "$build/Modules/$module.swiftmodule" "$destination/modules"
done
# C modules have a map each, which names their headers.
for map in "$build"/*.build/module.modulemap; do
    module=$(basename "$(dirname "$map")" .build)
    case $module in *-tool) continue ;; esac
    # Only what the Swift modules import, which is what has no header of the system's.
    headers=$(dirname "$(sed -n 's/.*header "\(.*\)".*/\1/p' "$map")")
    if grep -q '#include *<' "$headers"/*.h; then continue; fi
    mkdir -p "$destination/$module"
    cp "$headers"/*.h "$destination/$module"
    sed "s|\"$headers/|\"|" "$map" >"$destination/$module/module.modulemap"
done
chmod -R a+rX "$destination"
