#!/usr/bin/env bash
# The shell: zkCli.sh [--config <conf-dir>] [-server <servers>] [options] [command [argument...]]. zkCli.sh --help says more.

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

use_jars
find_class_archive shell
if [ "${#archive_flags[@]}" -eq 0 ]; then
  # For the calls to come; this one does not wait for it.
  (trap '' HUP && make_class_archive io.paddock.client.cli.Rehearsal) >/dev/null 2>&1 </dev/null &
fi
# Which of its streams are terminals Java cannot tell one by one.
terminals=
for stream in 0 1 2; do
  if [ -t "$stream" ]; then
    terminals+=$stream
  fi
done
set -f # The flags are words, not patterns.
# Made for a short life: the flight recorder events of Netty alone would take a tenth of a second.
exec "$JAVA" "-Dzookeeper.log.dir=$ZOO_LOG_DIR" "-Dpaddock.shell.terminals=$terminals" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData \
  -Dio.netty.jfr.enabled=false -Djdk.console=java.base \
  $native_access "${archive_flags[@]}" -cp "$CLASSPATH" $CLIENT_JVMFLAGS $JVMFLAGS io.paddock.client.cli.Main "$@"
