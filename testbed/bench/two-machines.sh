#!/usr/bin/env bash
# two-machines.sh HOLDFAST DIRECTORY
# Two machines on one network form a pool by four words, as a person does it, and how long each step takes: two network
# namespaces on one bridge. HOLDFAST is the program; DIRECTORY must not exist. Needs root.
set -euo pipefail
program=$(realpath "$1") folder=$2
mkdir "$folder"
bridge=hft$$

clean() {
  on ann stop >"$folder/stopped" 2>&1 || true
  on bob stop >>"$folder/stopped" 2>&1 || true
  ip netns del $bridge-ann 2>/dev/null || true
  ip netns del $bridge-bob 2>/dev/null || true
  ip link del $bridge 2>/dev/null || true
}
on() { ip netns exec "$bridge-$1" "$program" --home "$folder/$1" "${@:2}"; }
step() { # name, command: seconds from now until it has ended, and of the processor
  local name=$1 TIMEFORMAT="%R s  (processor %U + %S)"
  shift
  printf '%-24s' "$name"
  { time "$@" >>"$folder/out" 2>&1; } 2>&1
}
code() {
  on ann invite >"$folder/invite" 2>&1 &
  until grep -qE '^[a-z]+(-[a-z]+){3}$' "$folder/invite"; do sleep 0.02; done
}
join() { grep -E '^[a-z]+(-[a-z]+){3}$' "$folder/invite" | on bob join --name bob --capacity 1G; }
see() { until [ "$(on "$1" --json devices | grep -o '"online":true' | wc -l)" = 2 ]; do :; done; }

trap clean EXIT
ip link add $bridge type bridge
ip link set $bridge up
last=1
for name in ann bob; do
  ip netns add $bridge-$name
  ip link add $bridge${name:0:1} type veth peer name eth0 netns $bridge-$name
  ip link set $bridge${name:0:1} master $bridge up
  ip -n $bridge-$name addr add 10.215.9.$last/24 dev eth0
  ip -n $bridge-$name link set eth0 up
  ip -n $bridge-$name link set lo up
  last=$((last + 1))
done
echo "load $(cut -d' ' -f1 /proc/loadavg)"
begun=$EPOCHREALTIME
step "ann init" on ann init --name ann --capacity 1G --phrase-file "$folder/words"
step "ann start" on ann start
step "ann invite, to the code" code
step "bob join" join
step "bob start" on bob start
step "ann sees both" see ann
step "bob sees both" see bob
echo "all: $(awk "BEGIN { print $EPOCHREALTIME - $begun }") s"
grep -h "same words" "$folder/invite" "$folder/out"
