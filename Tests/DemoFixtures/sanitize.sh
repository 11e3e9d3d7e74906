#!/bin/sh
# sanitize.sh PROGRAM...
#
# Runs the stress programs in builds made with a sanitizer, which ends a program that does wrong.
set -eu
for program in "$@"; do
    for demo in orderly executors storm; do
        echo "$program $demo"
        "$program" --stress "$demo"
    done
done
