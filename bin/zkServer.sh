#!/usr/bin/env bash
# Starts, stops and questions the server. What it prints on standard output, and its exit codes, are what scripts around
# ZooKeeper expect; explanations go to standard error.

usage() {
  echo "Usage: $0 [--config <conf-dir>] {start|start-foreground|stop|version|restart|status|print-cmd} [<config file>]" >&2
}

# The folder of this script, also when it was called through symbolic links.
self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in /*) self=$target ;; *) self=$(dirname "$self")/$target ;; esac
done
ZOOBINDIR=$(cd "$(dirname "$self")" && pwd -P)
if [ -f "$ZOOBINDIR/../libexec/zkEnv.sh" ]; then
  . "$ZOOBINDIR/../libexec/zkEnv.sh"
else
  . "$ZOOBINDIR/zkEnv.sh"
fi

# How long to wait, in seconds, until the server serves; and until it has ended.
start_wait=${ZOO_START_WAIT:-60}
stop_wait=${ZOO_STOP_WAIT:-60}

# Sets jmx, the options of the Java virtual machine, and says so.
find_jmx() {
  if [ -n "$JMXDISABLE" ] && [ "$JMXDISABLE" != false ]; then
    echo "JMX disabled by user request" >&2
    jmx=()
    return
  fi
  echo "ZooKeeper JMX enabled by default" >&2
  if [ -z "$JMXPORT" ]; then
    # Tools on this machine attach without any option; the agent would make each start slower, and open to other machines
    # unless JMXLOCALONLY is true.
    jmx=()
    if [ -n "$JMXLOCALONLY" ]; then
      jmx=(-Dcom.sun.management.jmxremote "-Dcom.sun.management.jmxremote.local.only=$JMXLOCALONLY")
    fi
    return
  fi
  echo "ZooKeeper remote JMX Port set to $JMXPORT" >&2
  echo "ZooKeeper remote JMX authenticate set to ${JMXAUTH:-false}" >&2
  echo "ZooKeeper remote JMX ssl set to ${JMXSSL:-false}" >&2
  echo "ZooKeeper remote JMX log4j set to ${JMXLOG4J:-true}" >&2
  jmx=(-Dcom.sun.management.jmxremote "-Dcom.sun.management.jmxremote.port=$JMXPORT"
    "-Dcom.sun.management.jmxremote.authenticate=${JMXAUTH:-false}"
    "-Dcom.sun.management.jmxremote.ssl=${JMXSSL:-false}"
    "-Dzookeeper.jmx.log4j.disable=${JMXLOG4J:-true}")
  if [ -n "$JMXHOSTNAME" ]; then
    echo "ZooKeeper remote JMX Hostname set to $JMXHOSTNAME" >&2
    jmx+=("-Djava.rmi.server.hostname=$JMXHOSTNAME")
  fi
}

# Sets config, empty for the built-in defaults, and from it data_dir, data_log_dir and pid_file.
find_config() {
  if [ -n "$1" ]; then
    ZOOCFG=$1
    ZOOCFG_IS_DEFAULT=false
  fi
  case $ZOOCFG in
    */*) config=$ZOOCFG ;;
    *) config=$ZOOCFGDIR/$ZOOCFG ;;
  esac
  if [ ! -e "$config" ] && $ZOOCFG_IS_DEFAULT; then
    echo "Using config: built-in defaults, because there is no $config" >&2
    config=
    data_dir=$ZOO_EMBEDDED_DATADIR
    data_log_dir=$data_dir
  else
    echo "Using config: $config" >&2
    [ "$action" != version ] || return
    if [ ! -f "$config" ] || [ ! -r "$config" ]; then
      echo "Error: the configuration file $config does not exist or cannot be read." >&2
      exit 1
    fi
    data_dir=$(cfg_value dataDir "$config")
    data_log_dir=$(cfg_value dataLogDir "$config")
  fi
  pid_file=$ZOOPIDFILE
  # Without a data directory the server refuses to start, so that there is nothing to write down.
  [ -n "$pid_file" ] || pid_file=${data_dir:-$ZOO_LOG_DIR}/zookeeper_server.pid
}

# For operators who want a lost disk to be an error, not a new and empty database.
demand_directories() {
  autocreate=()
  [ -n "$ZOO_DATADIR_AUTOCREATE_DISABLE" ] || return
  if [ ! -d "$data_dir/version-2" ]; then
    echo "ZooKeeper data directory is missing at $data_dir fix the path or run initialize"
    exit 1
  fi
  if [ -n "$data_log_dir" ] && [ ! -d "$data_log_dir/version-2" ]; then
    echo "ZooKeeper txnlog directory is missing at $data_log_dir fix the path or run initialize"
    exit 1
  fi
  autocreate=(-Dzookeeper.datadir.autocreate=false)
}

# Sets heap_flags, by which Java gives memory back to the system that it does not need after a collection: by default it
# keeps up to 70 % of the heap free. Empty if somebody has chosen, since Java refuses a least share above the greatest.
find_heap_flags() {
  case "$SERVER_JVMFLAGS $JVMFLAGS $JAVA_TOOL_OPTIONS $JDK_JAVA_OPTIONS $_JAVA_OPTIONS" in
    *HeapFreeRatio*) heap_flags=() ;;
    *) heap_flags=(-XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=30) ;;
  esac
}

# Sets command. The main class stays visible in it, because tools look for the process by that name.
find_command() {
  use_jars
  find_class_archive classes
  find_heap_flags
  local name=zookeeper-$USER-server-$HOSTNAME
  out_file=$ZOO_LOG_DIR/$name.out
  log_file=${ZOO_LOG_FILE:-$name.log}
  command=("$JAVA" "${autocreate[@]}" "-Dzookeeper.log.dir=$ZOO_LOG_DIR"
    "-Dzookeeper.log.file=$log_file"
    -XX:+HeapDumpOnOutOfMemoryError "-XX:OnOutOfMemoryError=kill -9 %p" $native_access "${archive_flags[@]}"
    "${heap_flags[@]}"
    -cp "$CLASSPATH")
  set -f # The flags are words, not patterns.
  command+=($SERVER_JVMFLAGS $JVMFLAGS)
  set +f
  main=("${jmx[@]}" org.apache.zookeeper.server.quorum.QuorumPeerMain)
  if [ -n "$config" ]; then
    main+=("$config")
  else
    main+=(--embedded "$data_dir")
  fi
}

say_where_data_is() {
  [ -z "$config" ] || return
  echo "Data is in $data_dir, clients connect to port 2181." \
    "To configure: copy zoo_sample.cfg to zoo.cfg in $ZOOCFGDIR and edit it." >&2
}

start() {
  local pid
  printf 'Starting zookeeper ... '
  if [ -f "$pid_file" ]; then
    pid=$(cat "$pid_file")
    if is_server_of "$pid" "$data_dir" "$config"; then
      echo "already running as process $pid."
      exit 1
    fi
  fi
  make_folders
  # The output of the start before this one may be what somebody is looking for.
  [ ! -s "$out_file" ] || mv -f "$out_file" "$out_file.1"
  if ! { : >"$out_file"; } 2>/dev/null || ! report=$(mktemp "$ZOO_LOG_DIR/start.XXXXXX"); then
    echo "SERVER DID NOT START"
    echo "$ZOO_LOG_DIR cannot be written: change its permissions, or set ZOO_LOG_DIR." >&2
    exit 1
  fi
  trap 'rm -f "$report"' EXIT
  if ! { : >"$pid_file"; } 2>/dev/null; then
    echo "FAILED TO WRITE PID"
    echo "$pid_file cannot be written: change the permissions of its folder, or set ZOOPIDFILE." >&2
    exit 1
  fi
  nohup "${command[@]}" "-Dpaddock.start.report=$report" "${main[@]}" >"$out_file" 2>&1 </dev/null &
  pid=$!
  printf '%s' "$pid" >"$pid_file"
  await_start "$pid" "$report"
  if [ -s "$report" ]; then
    # For the starts to come; whoever closes the terminal, or waits for the end of the output, does not wait for it.
    (trap '' HUP && make_class_archive io.paddock.server.runtime.Rehearsal) >/dev/null 2>&1 </dev/null &
  fi
}

# Makes the folders that start writes to; the server makes what is below them.
make_folders() {
  local problem
  if [ -n "$data_dir" ] && ! problem=$(mkdir -p "$data_dir" 2>&1); then
    echo "FAILED TO WRITE PID"
  elif ! problem=$(mkdir -p "$ZOO_LOG_DIR" 2>&1); then
    echo "SERVER DID NOT START"
  else
    return
  fi
  printf '%s\n' "$problem" >&2
  exit 1
}

# await_start PID REPORT: until the server has written its report, or has ended.
await_start() {
  local code end=$((SECONDS + start_wait))
  while [ ! -s "$2" ] && [ "$SECONDS" -lt "$end" ] && is_alive "$1"; do
    sleep 0.05
  done
  if [ -s "$2" ]; then
    echo STARTED
  elif is_alive "$1"; then
    echo STARTED
    echo "Process $1 runs but does not serve after $start_wait s; loading a large database takes time: $out_file" >&2
  else
    wait "$1"
    code=$?
    echo "FAILED TO START"
    rm -f "$pid_file"
    say_why "$code"
    exit 1
  fi
}

# say_why CODE: the errors that the server logged, its last words if it logged none, and where to read on.
say_why() {
  local reason places=$out_file
  reason=$(errors_of "$out_file")
  if [ -z "$reason" ] && [ "$ZOO_LOG_DIR/$log_file" -nt "$report" ]; then
    # The configuration of the log sends it to a file of its own.
    reason=$(errors_of "$ZOO_LOG_DIR/$log_file")
    places="$places and $ZOO_LOG_DIR/$log_file"
  fi
  printf '%s\n' "${reason:-$(tail -n 20 "$out_file")}" >&2
  echo "The server ended with exit code $1. All that it said is in $places" >&2
}

# errors_of FILE: the errors of the newest run in a log, without their dates.
errors_of() {
  local line reason= relevant=false
  local entry='^[0-9-]{10} [0-9:,.]+ \[myid:[^]]*\] - ([A-Z]+) +\[[^]]*\] - (.*)$'
  while IFS= read -r line; do
    if [[ $line =~ $entry ]]; then
      relevant=false
      case ${BASH_REMATCH[2]} in
        "Reading configuration from: "* | "No configuration file: "*) reason= ;;
        "Exiting JVM with code"*) ;;
        *)
          if [ "${BASH_REMATCH[1]}" = ERROR ]; then
            relevant=true
            line=${BASH_REMATCH[2]}
          fi
          ;;
      esac
    elif [[ $line == *UnsupportedClassVersionError* ]]; then
      reason="Paddock needs Java 17 or newer, and $JAVA is older."
      break
    fi
    if $relevant; then
      reason=$reason$line$'\n'
    fi
  done < <(tail -n 200 "$1")
  printf '%s' "$reason"
}

stop() {
  local embedded=$ZOO_EMBEDDED_DATADIR/zookeeper_server.pid
  printf 'Stopping zookeeper ... '
  if [ -f "$pid_file" ]; then
    stop_process "$pid_file" "$data_dir" "$config"
  elif $ZOOCFG_IS_DEFAULT && [ -f "$embedded" ]; then
    # It was started before there was a configuration.
    stop_process "$embedded" "$ZOO_EMBEDDED_DATADIR" ""
  else
    echo "no zookeeper to stop (could not find file $pid_file)"
  fi
}

# stop_process PIDFILE DATADIR CONFIG
stop_process() {
  local pid end
  pid=$(cat "$1")
  if ! is_server_of "$pid" "$2" "$3"; then
    echo "Process '$pid' of $1 is gone, or has become another program." >&2
  elif ! kill "$pid"; then
    echo FAILED
    exit 1
  else
    end=$((SECONDS + stop_wait))
    while is_alive "$pid"; do
      if [ "$SECONDS" -ge "$end" ]; then
        echo FAILED
        echo "Process $pid has not ended $stop_wait s after SIGTERM. What was answered is on disk: kill -9 loses none of it." >&2
        exit 1
      fi
      sleep 0.05
    done
  fi
  rm -f "$1"
  echo STOPPED
}

# Sets port, address and ssl from the configuration, or ends.
find_client_port() {
  local myid dynamic
  ssl=false
  if [ -z "$config" ]; then
    port=2181
    address=localhost
    return
  fi
  port=$(cfg_value clientPort "$config")
  address=$(cfg_value clientPortAddress "$config")
  if [ -z "$port" ]; then
    myid=$(cat "$data_dir/myid" 2>/dev/null)
    case $myid in
      '' | *[!0-9]*)
        echo "myid could not be determined, will not able to locate clientPort in the server configs."
        ;;
      *)
        client_of_member "$myid" "$config"
        if [ -z "$port" ]; then
          echo "Client port not found in static config file. Looking in dynamic config file."
          dynamic=$(cfg_value dynamicConfigFile "$config")
          [ ! -r "$dynamic" ] || client_of_member "$myid" "$dynamic"
        fi
        [ -n "$port" ] || echo "Client port not found in the server configs"
        ;;
    esac
  fi
  if [ -z "$port" ]; then
    echo "Client port not found. Looking for secureClientPort in the static config."
    port=$(cfg_value secureClientPort "$config")
    address=$(cfg_value secureClientPortAddress "$config")
    ssl=true
  fi
  if [ -z "$port" ]; then
    echo "Unable to find either secure or unsecure client port in any configs. Terminating."
    exit 1
  fi
  address=${address:-localhost}
}

# client_of_member ID FILE: sets port and address from what follows the semicolon of server.ID.
client_of_member() {
  local member client
  member=$(cfg_value "server.$1" "$2")
  case $member in
    *";"*) client=${member#*;} ;;
    *) return ;;
  esac
  port=${client##*:}
  case $client in
    *:*) address=${client%:*} ;;
  esac
}

status() {
  local answer mode code note=
  find_client_port
  echo "Client port found: $port. Client address: $address. Client SSL: $ssl."
  use_jars
  set -f
  answer=$(ask srvr 2>&1)
  code=$?
  set +f
  while IFS= read -r mode; do
    case $mode in
      Mode*)
        printf '%s\n' "$mode"
        case $mode in
          *standalone*) ;;
          *) say_where_the_ensemble_stands ;;
        esac
        return
        ;;
    esac
  done <<<"$answer"
  if $ssl; then
    cat <<'NOTE'
The client port is a TLS port.
To ask it, this command needs to know the trust store, and the key store if
the server demands certificates. Set them in CLIENT_JVMFLAGS, for example
  -Dzookeeper.ssl.trustStore.location=<file>
  -Dzookeeper.ssl.trustStore.password=<password>
  -Dzookeeper.ssl.keyStore.location=<file>
  -Dzookeeper.ssl.keyStore.password=<password>
NOTE
  fi
  echo "Error contacting service. It is probably not running."
  explain_silence "$code" "$answer"
  exit 1
}

# ask WORD: the answer of the server to a four-letter word.
ask() {
  "$JAVA" "-Dzookeeper.log.dir=$ZOO_LOG_DIR" -XX:TieredStopAtLevel=1 -cp "$CLASSPATH" \
    $CLIENT_JVMFLAGS $JVMFLAGS io.paddock.client.FourLetterWord "$address" "$port" "$1" "$ssl"
}

# What a member knows of the others, for people: scripts read the other stream. A server of ZooKeeper's does not know the
# word and says nothing.
say_where_the_ensemble_stands() {
  local line
  while IFS= read -r line; do
    case $line in
      Epoch:* | Leader:* | Behind:* | Quorum:* | Server\ [0-9]*:*) printf '%s\n' "$line" >&2 ;;
    esac
  done < <(set -f && ask peer 2>/dev/null)
}

# explain_silence CODE ANSWER: what is known beyond "probably not running".
explain_silence() {
  local pid
  pid=$(cat "$pid_file" 2>/dev/null)
  if [ "$1" -ne 0 ]; then
    printf '%s\n' "$2" >&2
    if is_server_of "$pid" "$data_dir" "$config"; then
      echo "Process $pid is alive and may still be loading its database." >&2
    fi
  elif [ -n "$2" ]; then
    echo "A process listens on that port but does not serve: $2" >&2
    case $2 in
      *"not currently serving"*) echo "It is starting or stopping, or has no quorum." >&2 ;;
    esac
  else
    echo "A process listens on that port but does not answer four-letter words." >&2
  fi
}

case $1 in
  start | start-foreground | stop | version | restart | status | print-cmd) ;;
  *)
    usage
    exit 0
    ;;
esac

action=$1
find_jmx
find_config "$2"
case $action in
  start | start-foreground | print-cmd)
    demand_directories
    find_command
    ;;
  restart)
    demand_directories
    ;;
esac

case $action in
  start)
    say_where_data_is
    start
    ;;
  start-foreground)
    say_where_data_is
    [ -n "$ZOO_NOEXEC" ] || exec "${command[@]}" "${main[@]}"
    "${command[@]}" "${main[@]}"
    ;;
  print-cmd)
    printf '%q ' "${command[@]}" "${main[@]}"
    printf '> %q 2>&1 < /dev/null\n' "$out_file"
    ;;
  stop)
    stop
    ;;
  restart)
    find_command
    stop
    say_where_data_is
    start
    ;;
  status)
    status
    ;;
  version)
    use_jars
    set -f
    exec "$JAVA" -XX:TieredStopAtLevel=1 -cp "$CLASSPATH" $JVMFLAGS io.paddock.server.admin.Version
    ;;
esac
