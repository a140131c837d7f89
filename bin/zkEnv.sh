# What all programs in this folder share: where things are, which Java, with what memory. Sourced by them, after they have
# set ZOOBINDIR; removes "--config <folder>" from their arguments.
#
# Kept to what bash 3.2 (macOS) knows, and to tools that every system has.

if [ "$1" = --config ] && [ $# -gt 1 ]; then
  ZOOCFGDIR=$2
  shift 2
fi

ZOOKEEPER_PREFIX=$(cd "$ZOOBINDIR/.." && pwd -P)

# True if nobody chose a configuration: then a server may run on its built-in defaults.
ZOOCFG_IS_DEFAULT=true
[ -z "$ZOOCFGDIR$ZOOCFG" ] || ZOOCFG_IS_DEFAULT=false

if [ -z "$ZOOCFGDIR" ]; then
  ZOOCFGDIR=$ZOOKEEPER_PREFIX/conf
  [ -d "$ZOOCFGDIR" ] || ZOOCFGDIR=$ZOOKEEPER_PREFIX/etc/zookeeper
fi
[ ! -f "$ZOOCFGDIR/zookeeper-env.sh" ] || . "$ZOOCFGDIR/zookeeper-env.sh"
ZOOCFG=${ZOOCFG:-zoo.cfg}
[ ! -f "$ZOOCFGDIR/java.env" ] || . "$ZOOCFGDIR/java.env"
ZOO_LOG_DIR=${ZOO_LOG_DIR:-$ZOOKEEPER_PREFIX/logs}

# Where a server without a configuration keeps its data.
ZOO_EMBEDDED_DATADIR=$ZOOKEEPER_PREFIX/data

if [ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  JAVA=$JAVA_HOME/bin/java
elif JAVA=$(command -v java); then
  :
else
  echo "Error: JAVA_HOME is not set and java could not be found in PATH." >&2
  exit 1
fi

# What Java this is stands in a file beside it; asking Java itself would take a start.
java_home=$(dirname "$(readlink -f "$JAVA" 2>/dev/null || printf '%s' "$JAVA")")/..
java_version=
java_build=
java_vendor=
if [ -r "$java_home/release" ]; then
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*) java_version=${line#*=} ;;
      JAVA_RUNTIME_VERSION=*) java_build=${line#*=} ;;
      IMPLEMENTOR=*) java_vendor=${line#*=} ;;
    esac
  done <"$java_home/release"
fi

# Java 24 and newer want to be told that Netty may load its native library, or they warn about it.
native_access=
if [[ $java_version =~ ^\"([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 24 ]; then
  native_access=--enable-native-access=ALL-UNNAMED
fi

SERVER_JVMFLAGS="-Xmx${ZK_SERVER_HEAP:-1000}m $SERVER_JVMFLAGS"
CLIENT_JVMFLAGS="-Xmx${ZK_CLIENT_HEAP:-256}m $CLIENT_JVMFLAGS"

# The folder of the jars: lib of an installation, or what the build leaves in a clone.
if [ -d "$ZOOKEEPER_PREFIX/lib" ]; then
  ZOO_LIB_DIR=$ZOOKEEPER_PREFIX/lib
elif [ -d "$ZOOKEEPER_PREFIX/share/zookeeper" ]; then
  ZOO_LIB_DIR=$ZOOKEEPER_PREFIX/share/zookeeper
else
  ZOO_LIB_DIR=$ZOOKEEPER_PREFIX/server/target/paddock/lib
fi

# Sets CLASSPATH, and jars, the part of it that is ours. Programs call it before they run Java; in a clone that was never
# built it builds.
use_jars() {
  local jar folders built=false
  if [ ! -d "$ZOO_LIB_DIR" ]; then
    if [ ! -f "$ZOOKEEPER_PREFIX/pom.xml" ]; then
      echo "Error: there is no folder $ZOOKEEPER_PREFIX/lib with the jars of the server." >&2
      exit 1
    fi
    build_clone
    built=true
  fi
  jars=
  for jar in "$ZOO_LIB_DIR"/*.jar; do
    jars=$jars:$jar
  done
  jars=${jars#:}
  # The jars, in which no configuration is, come first: the archive of their classes is made without any folder, and Java
  # reads it where the class path begins with the one that it was made with.
  folders=$ZOOCFGDIR
  # A folder with only a zoo.cfg gets the logging of the installation.
  [ "$ZOOCFGDIR" = "$ZOOKEEPER_PREFIX/conf" ] || folders=$folders:$ZOOKEEPER_PREFIX/conf
  CLASSPATH=$jars:$folders${CLASSPATH:+:$CLASSPATH}
  if $built; then
    find_class_archive classes
    make_class_archive io.paddock.server.runtime.Rehearsal
    find_class_archive shell
    make_class_archive io.paddock.client.cli.Rehearsal
  fi
}

# find_class_archive NAME: sets class_archive, the file with the classes of these jars as this Java lays them out in memory:
# a start that reads it takes half of the time. NAME is "classes" for the server and "shell" for the shell. Empty if it is
# not wanted, or if this Java has no archive of its own to build on. Sets archive_flags, empty until make_class_archive has
# made the file.
find_class_archive() {
  local folder sum name=${java_vendor}_${java_build:-$java_version}
  class_archive=
  archive_flags=()
  [ "$ZOO_CLASS_ARCHIVE" != off ] && [ -r "$java_home/lib/server/classes.jsa" ] || return 0
  # Java checks path, size and time of the jars. Two builds can agree in all three, so the name has a sum of the contents.
  sum=$(cksum "$ZOO_LIB_DIR"/*.jar 2>/dev/null | cksum 2>/dev/null) || return 0
  name=$1_${name//[!A-Za-z0-9._+-]/}_${sum%% *}.jsa
  for folder in "$ZOO_LIB_DIR" "$ZOO_LOG_DIR"; do
    class_archive=$folder/$name
    # It is code: what somebody else may have put among the logs is not trusted.
    if [ -r "$class_archive" ] && { [ "$folder" = "$ZOO_LIB_DIR" ] || [ -O "$class_archive" ]; } && is_archive_new; then
      # If it does not fit after all, the server starts as without it: no reason for a word.
      archive_flags=("-XX:SharedArchiveFile=$class_archive" "-Xlog:cds*=off")
      return
    fi
    [ ! -w "$folder" ] || return 0
  done
}

is_archive_new() {
  local file
  for file in "$ZOO_LIB_DIR"/*.jar "$java_home/lib/server/classes.jsa"; do
    [ ! "$file" -nt "$class_archive" ] || return 1
  done
}

# make_class_archive CLASS: makes class_archive by a rehearsal of a start, which the class does and which takes a few
# seconds. Says nothing and may fail: programs start without it.
make_class_archive() {
  local work=$class_archive.rehearsal
  [ -n "$class_archive" ] && [ "${#archive_flags[@]}" -eq 0 ] || return 0
  # Only one can make the folder. What is so old is left over from one that was killed.
  [ -z "$(find "$work" -prune -mmin +10 2>/dev/null)" ] || rm -rf "$work"
  mkdir "$work" || return 0
  # With the log configuration that most servers have, and without what the environment adds to every Java.
  if (
    unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
    exec nice -n 19 "$JAVA" -Xmx64m "-XX:ArchiveClassesAtExit=$work/classes.jsa" $native_access \
      "-Dlogback.configurationFile=$ZOOKEEPER_PREFIX/conf/logback.xml" "-Dzookeeper.log.dir=$work" -cp "$jars" \
      "$1" "$work"
  ) && [ -s "$work/classes.jsa" ]; then
    # Java trusts the length of the file, so all of it must be on disk before it has its name.
    sync "$work/classes.jsa"
    rm -f "${class_archive%_*}"_*.jsa
    mv -f "$work/classes.jsa" "$class_archive"
  fi
  rm -rf "$work"
} >/dev/null 2>&1 </dev/null

# Shows the modules as they are built, a dot for each file that Maven fetches, and whatever is wrong.
build_clone() {
  local line dots=
  echo "This clone has not been built yet: building the server, once." >&2
  (cd "$ZOOKEEPER_PREFIX" && exec ./mvnw -B -Dmaven.test.skip -Dspotless.check.skip -pl server -am package 2>&1) | while IFS= read -r line; do
    case $line in
      Downloaded* | *"] Downloaded "*)
        dots=.
        printf . >&2
        continue
        ;;
      "[INFO] Building Paddock"*) line="  ${line#"[INFO] "}" ;;
      "[WARNING]"* | "[ERROR]"* | mvnw:*) ;;
      *) continue ;;
    esac
    [ -z "$dots" ] || echo >&2
    dots=
    printf '%s\n' "$line" >&2
  done
  if [ "${PIPESTATUS[0]}" -ne 0 ] || [ ! -d "$ZOO_LIB_DIR" ]; then
    echo "Error: the build failed; run ./mvnw -DskipTests -pl server -am package in $ZOOKEEPER_PREFIX to see all of it." >&2
    exit 1
  fi
}

# cfg_value KEY FILE: the value of the last line "KEY=value" without blanks around it; nothing if there is none.
cfg_value() {
  local line value=
  local form="^[[:space:]]*${1//./\\.}[[:space:]]*[=:][[:space:]]*(.*)$"
  while IFS= read -r line || [ -n "$line" ]; do
    if [[ $line =~ $form ]]; then
      value=${BASH_REMATCH[1]}
    fi
  done <"$2"
  printf '%s' "${value%"${value##*[![:space:]]}"}"
}

# is_alive PID: a process of that number exists and is not just waiting for its parent to notice its end.
is_alive() {
  local stat
  case $1 in '' | *[!0-9]*) return 1 ;; esac
  if [ -r "/proc/$1/stat" ] && stat=$(cat "/proc/$1/stat" 2>/dev/null); then
    stat=${stat##*) }
    [ "${stat%% *}" != Z ]
  else
    # ps also finds the processes of other users, whom kill may not ask.
    kill -0 "$1" 2>/dev/null || { command -v ps >/dev/null && ps -p "$1" >/dev/null 2>&1; }
  fi
}

# is_server_of PID DATADIR CONFIG: the process is alive and a server with that configuration file, or of that data
# directory. Numbers of processes are used again, after a restart of the machine above all: a pid file alone says nothing.
is_server_of() {
  local argument base=
  is_alive "$1" || return 1
  if [ -r "/proc/$1/cmdline" ]; then
    argument=$(tr '\0' '\n' <"/proc/$1/cmdline" | tail -n 2)
    case $argument in
      *QuorumPeerMain$'\n'* | --embedded$'\n'*) argument=${argument#*$'\n'} ;;
      *) return 1 ;;
    esac
    base=/proc/$1/cwd/
  elif command -v ps >/dev/null; then
    argument=$(ps -ww -p "$1" -o command= 2>/dev/null)
    case $argument in
      *"QuorumPeerMain "*) argument=${argument##*"QuorumPeerMain "} ;;
      *) return 1 ;;
    esac
    argument=${argument#--embedded }
  else
    return 0
  fi
  is_same "$argument" "$2" "$base" || is_same "$argument" "$3" "$base" \
    || { [ -f "$argument" ] && is_same "$(cfg_value dataDir "$argument")" "$2" "$base"; }
}

# is_same A B BASE: the same file or folder, where A is relative to BASE.
is_same() {
  [ -n "$1" ] && [ -n "$2" ] || return 1
  case $1 in
    /*) [ "$1" = "$2" ] || [ "$1" -ef "$2" ] ;;
    *) [ "$3$1" -ef "$2" ] ;;
  esac
}
