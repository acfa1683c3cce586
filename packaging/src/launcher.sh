#!/bin/sh
# Starts @name@ with the Java that it came with.

# Names of files are text as the locale has it: where it has ASCII alone, as under cron, all others
# would have no names.
case $(locale charmap 2>/dev/null) in
  ANSI_X3.4-1968 | US-ASCII | '')
    LC_ALL=C.UTF-8
    export LC_ALL
    ;;
esac

self=$(readlink -f "$0")
image=${self%/bin/*}
app=$image/lib/app

# Commands that ask and answer are over before good code would be compiled.
compiler=-XX:+TieredCompilation
cache=$app/@name@.aot
trim=0
is_value=
for word in "$@"; do
  if [ -n "$is_value" ]; then
    is_value=
    continue
  fi
  case $word in
    --home) is_value=yes ;;
    -*) ;;
    gui)
      [ "@name@" != holdfast ] || exec "$image/bin/holdfast-gui" "$@"
      break
      ;;
    config | completion | cp | device | devices | du | events | ls | manual | mkdir | mv | rm | stat | status | stop | tree | version | volume)
      compiler=-XX:TieredStopAtLevel=1
      break
      ;;
    daemon)
      compiler=@$app/daemon.options
      cache=$app/daemon.aot
      trim=10000
      break
      ;;
    *) break ;;
  esac
done

exec "$image/lib/runtime/bin/java" @options@ "$compiler" \
  "-XX:AOTCache=$cache" "-XX:TrimNativeHeapInterval=$trim" \
  -cp "@class-path@" @main@ "$@"
