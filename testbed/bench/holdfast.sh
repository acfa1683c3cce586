#!/usr/bin/env bash
# Holdfast as a peer of the side-by-side benchmark: N devices on loopback, each a process with a home of its own.
# Node 1 writes, the others fetch; with LINKED=1 each device keeps a folder in step, and nothing is put or fetched by
# command. A put returns when as many devices as there are, at
# most three, hold every chunk on disk (WAIT overrides: local, copies:N, all). HOLDFAST names the program, such as that of
# an image; without it, it is that of this checkout. With ALONE=1 one device stands for all nodes, as one repository of a
# backup program does; with WARM=1 each device has stored and given back a few thousand files before the work begins.
set -eu
w=$1 cmd=$2
shift 2
repo=$(cd "$(dirname "$0")/../.." && pwd)
program=${HOLDFAST:-$repo/holdfast}
base=${PORT_BASE:-22100}

hf() { # DEVICE WORDS...: a command of that device
  local device=$1
  shift
  "$program" -q --home "$w/n$device" "$@"
}

serve() { # DEVICE: runs it behind, returns when it is ready
  HOLDFAST_JAVA_OPTS="${HOLDFAST_JAVA_OPTS:--Xmx256m}" setsid "$program" --home "$w/n$1" daemon \
    > "$w/n$1.log" 2>&1 < /dev/null &
  echo $! > "$w/n$1.pid"
  for _ in $(seq 600); do
    if grep -q '^ready' "$w/n$1.log"; then return; fi
    sleep .05
  done
  echo "device $1 is not ready" >&2
  return 1
}

online() { # COUNT: waits until device 1 sees that many online
  for _ in $(seq 600); do
    if [ "$(hf 1 --json devices | grep -o '"online": *true' | wc -l)" -ge "$1" ]; then return; fi
    sleep .1
  done
  echo "not all devices came online" >&2
  return 1
}

warm() { # DEVICE: lets it do what it will be asked for, with other content
  mkdir -p "$w/warm"
  for k in $(seq 3000); do head -c 4096 /dev/urandom > "$w/warm/$k"; done
  head -c 268435456 /dev/urandom > "$w/warm/large"
  for k in 1 2; do
    hf "$1" put "$w/warm" "files:/warm$k" > /dev/null
    hf "$1" get "files:/warm$k" "$w/warmed" > /dev/null
    rm -rf "$w/warmed"
    find "$w/warm" -type f -exec sh -c 'for f; do echo again >> "$f"; done' _ {} +
  done
  hf "$1" rm -r files:/warm1 files:/warm2 > /dev/null
  rm -rf "$w/warm"
}

# DEVICE: what stands for it
node() { [ -z "${ALONE:-}" ] && echo "$1" || echo 1; }

case $cmd in
start)
  rm -rf "$w"/n*
  [ -z "${ALONE:-}" ] || set -- 1
  hf 1 init --name n1 --capacity 20G --listen "127.0.0.1:$((base + 1))" --phrase-file "$w/n1.words" > /dev/null
  serve 1
  for k in $(seq 2 "$1"); do
    : > "$w/n$k.code"
    hf 1 --json invite > "$w/n$k.code" &
    invite=$!
    for _ in $(seq 200); do grep -q '"code"' "$w/n$k.code" && break || sleep .05; done
    code=$(sed -n 's/.*"code": *"\([^"]*\)".*/\1/p' "$w/n$k.code" | head -1)
    hf "$k" join "$code" --at "127.0.0.1:$((base + 1))" --name "n$k" --capacity 20G \
      --listen "127.0.0.1:$((base + k))" > /dev/null
    wait "$invite"
    serve "$k"
  done
  online "$1"
  echo "$1" > "$w/n.count"
  [ -z "${WARM:-}" ] || for k in $(seq "$1"); do warm "$k"; done
  [ -z "${LINKED:-}" ] || for k in $(seq "$1"); do mkdir "$w/n$k.data" && hf "$k" link "$w/n$k.data" files: > /dev/null; done
  ;;
put | change)
  [ "$cmd" = put ] && src=$2 name=$3 || src=$3 name=$2
  [ -z "${LINKED:-}" ] || { mv "$src" "$w/n$1.data/$name" && exit; }
  n=$(cat "$w/n.count")
  hf "$(node "$1")" put "$src" "files:/$name" --wait "${WAIT:-copies:$((n < 3 ? n : 3))}" --patience 10m > /dev/null
  ;;
look) # by the local API, as the other tool is asked by its own
  read -r _ _ port token < "$w/n$1/daemon"
  curl -sf -H "Authorization: Bearer $token" -H "Content-Type: application/json" \
    -d "{\"resume\":{\"directory\":\"$w/n$1.data\"}}" "http://127.0.0.1:$port/v1/commands" > /dev/null
  ;;
path) [ -z "${LINKED:-}" ] || echo "$w/n$1.data/$2" ;;
net) ;;
get) rm -rf "$3"; hf "$(node "$1")" get "files:/$2" "$3" > /dev/null ;;
halt) # one device, as a person stops it
  pid=$(cat "$w/n$1.pid")
  kill "$pid"
  for _ in $(seq 600); do kill -0 "$pid" 2> /dev/null || exit 0; sleep .05; done
  echo "device $1 does not stop" >&2
  exit 1
  ;;
wake) serve "$1" ;; # one device that was stopped
pids)
  for p in "$w"/n*.pid; do
    [ -f "$p" ] && k=${p%.pid} && echo "${k##*/n} $(cat "$p")"
  done
  ;;
stop)
  for p in "$w"/n*.pid; do
    [ -f "$p" ] && kill "$(cat "$p")" 2> /dev/null || true
  done
  ;;
esac
