#!/usr/bin/env bash
# Removes old snapshots and transaction logs: zkCleanup.sh [--config <conf-dir>] -n <snapshots to keep>. A server may run
# meanwhile.

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

case $ZOOCFG in
  */*) config=$ZOOCFG ;;
  *) config=$ZOOCFGDIR/$ZOOCFG ;;
esac
if [ -r "$config" ]; then
  data_dir=$(cfg_value dataDir "$config")
  data_log_dir=$(cfg_value dataLogDir "$config")
  if [ -z "$data_dir" ]; then
    echo "Error: there is no dataDir in $config" >&2
    exit 1
  fi
elif $ZOOCFG_IS_DEFAULT; then
  data_dir=$ZOO_EMBEDDED_DATADIR
else
  echo "Error: the configuration file $config does not exist or cannot be read." >&2
  exit 1
fi

use_jars
set -f # The flags are words, not patterns.
exec "$JAVA" "-Dzookeeper.log.dir=$ZOO_LOG_DIR" -XX:TieredStopAtLevel=1 -cp "$CLASSPATH" $JVMFLAGS \
  org.apache.zookeeper.server.PurgeTxnLog "${data_log_dir:-$data_dir}" "$data_dir" "$@"
