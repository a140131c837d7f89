#!/usr/bin/env bash
# Three servers on this machine, as a demonstration: each with its own configuration, data and log below one folder. An
# ensemble for work has its servers on machines of their own, see docs/operations/ensemble.md.

usage() {
  cat >&2 <<'TEXT'
Usage: zkEnsemble.sh [--directory DIR] [--port PORT] {start|status|stop} [SERVER...]
  start    writes what is missing in DIR (paddock-ensemble below the working directory), starts servers 1, 2 and 3, and
           waits until they serve
  status   says who leads, and why a server does not serve; exit code 1 if there is one that does not
  stop     ends the servers; their data stays, remove DIR to forget it
SERVER is 1, 2 or 3: only that one, for trying what happens without it.
Clients connect to PORT (2181), PORT+1 and PORT+2. Servers talk to each other on PORT+10 to PORT+12, and elect on PORT+20
to PORT+22.
TEXT
}

die() {
  echo "Error: $1" >&2
  exit 1
}

self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in /*) self=$target ;; *) self=$(dirname "$self")/$target ;; esac
done
bin=$(cd "$(dirname "$self")" && pwd -P)

directory=$PWD/paddock-ensemble
port=2181
while :; do
  case $1 in
    --directory)
      [ -n "$2" ] || die "--directory needs a folder."
      case $2 in /*) directory=$2 ;; *) directory=$PWD/$2 ;; esac
      shift 2
      ;;
    --port)
      case $2 in
        '' | *[!0-9]*) die "--port needs a number, found \"$2\"." ;;
      esac
      port=$2
      shift 2
      ;;
    *) break ;;
  esac
done
action=$1
case $action in
  start | status | stop) shift ;;
  *)
    usage
    exit 2
    ;;
esac
servers=("${@:-1}")
[ $# -gt 0 ] || servers=(1 2 3)
for server in "${servers[@]}"; do
  case $server in
    1 | 2 | 3) ;;
    *) die "there is no server \"$server\": they are 1, 2 and 3." ;;
  esac
done

# write_configuration SERVER
write_configuration() {
  local home=$directory/server$1 other
  [ ! -f "$home/zoo.cfg" ] || return 0
  mkdir -p "$home/data" || exit 1
  echo "$1" >"$home/data/myid" || exit 1
  {
    echo "tickTime=2000"
    echo "initLimit=10"
    echo "syncLimit=5"
    echo "dataDir=$home/data"
    echo "clientPort=$((port + $1 - 1))"
    echo "clientPortAddress=127.0.0.1"
    echo "admin.enableServer=false"
    for other in 1 2 3; do
      echo "server.$other=127.0.0.1:$((port + 9 + other)):$((port + 19 + other))"
    done
  } >"$home/zoo.cfg" || exit 1
}

# client_port SERVER: as its configuration says, which may be older than this call.
client_port() {
  sed -n 's/^clientPort=//p' "$directory/server$1/zoo.cfg"
}

# on SERVER ACTION: lets zkServer.sh do that.
on() {
  ZOO_LOG_DIR=$directory/server$1 "$bin/zkServer.sh" --config "$directory/server$1" "$2" 2>/dev/null
}

# tell SERVER: its mode and what it knows of the others, in one line; or that it does not serve, and why, and fails.
tell() {
  local line mode= others= serves=false
  while IFS= read -r line; do
    case $mode in
      Error*)
        # The first line behind it is the reason, the others explain it.
        mode+=" $line"
        break
        ;;
    esac
    case $line in
      Epoch:* | Leader:* | Behind:* | Quorum:* | Server\ [0-9]*:*) others+=", $line" ;;
      Mode:*)
        mode=$line
        serves=true
        ;;
      "Error"*) mode=$line ;;
    esac
  done < <(ZOO_LOG_DIR=$directory/server$1 "$bin/zkServer.sh" --config "$directory/server$1" status 2>&1)
  printf '%s%s' "$mode" "$others"
  $serves
}

# runs SERVER: whether it has a process.
runs() {
  local data pid
  data=$(sed -n 's/^dataDir=//p' "$directory/server$1/zoo.cfg" 2>/dev/null)
  pid=$(cat "$data/zookeeper_server.pid" 2>/dev/null)
  case $pid in
    '' | 0 | *[!0-9]*) return 1 ;;
  esac
  kill -0 "$pid" 2>/dev/null
}

# await_service: until what was started serves, if enough run for that. For three on one machine half a minute is long.
await_service() {
  local server running=0 waiting=("${servers[@]}") end=$((SECONDS + 30))
  for server in 1 2 3; do
    ! runs "$server" || running=$((running + 1))
  done
  if [ "$running" -lt 2 ]; then
    echo "It takes two of the three to serve: start another."
    return
  fi
  while [ "${#waiting[@]}" -gt 0 ] && [ "$SECONDS" -lt "$end" ]; do
    if tell "${waiting[0]}" >/dev/null; then
      waiting=("${waiting[@]:1}")
    else
      sleep 0.2
    fi
  done
  if [ "${#waiting[@]}" -gt 0 ]; then
    echo "Not serving yet: ${waiting[*]}. To see why: zkEnsemble.sh --directory $directory status"
    failed=1
  fi
}

failed=0
for server in "${servers[@]}"; do
  case $action in
    start)
      write_configuration "$server"
      printf 'Server %s, clients on port %s: ' "$server" "$(client_port "$server")"
      on "$server" start || runs "$server" || failed=1 # It may have been running.
      ;;
    stop)
      [ -d "$directory/server$server" ] || die "there is no ensemble in $directory."
      printf 'Server %s: ' "$server"
      on "$server" stop || failed=1
      ;;
    status)
      [ -d "$directory/server$server" ] || die "there is no ensemble in $directory."
      told=$(tell "$server") || failed=1
      printf 'Server %s: %s\n' "$server" "$told"
      ;;
  esac
done
if [ "$action" = start ] && [ "$failed" = 0 ]; then
  for server in 1 2 3; do
    write_configuration "$server"
  done
  await_service
  echo "Clients connect to 127.0.0.1:$(client_port 1),127.0.0.1:$(client_port 2),127.0.0.1:$(client_port 3)." \
    "Their files are in $directory."
fi
exit "$failed"
