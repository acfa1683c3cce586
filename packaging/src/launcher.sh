#!/bin/sh
# Starts @name@ with the Java that it came with.

self=$(readlink -f "$0")
image=${self%/bin/*}
app=$image/lib/app
exec "$image/lib/runtime/bin/java" @options@ \
  -cp "@class-path@" @main@ "$@"
