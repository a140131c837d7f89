#!/usr/bin/env bash
# Prepares empty data directories, so that a server may be started with ZOO_DATADIR_AUTOCREATE_DISABLE set.

usage() {
  echo "usage: $0 <parameters>"
  echo "  Optional parameters:"
  printf '     %-53s %s\n' -h "This text"
  printf '     %-53s %s\n' --help "This text"
  printf '     --configfile=%-40s %s\n' "$ZOOCFGDIR/$ZOOCFG" "ZooKeeper config file"
  printf '     %-53s %s\n' "--myid=#" "Number of this server in its ensemble (1-255)"
  printf '     %-53s %s\n' --force "Remove what the data directories hold"
  exit 1
}

# fail SENTENCE
fail() {
  printf '%s\n' "$1"
  exit 1
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

config=$ZOOCFGDIR/$ZOOCFG
myid=
force=false

while [ $# -gt 0 ]; do
  case $1 in
    --configfile=*) config=${1#*=} ;;
    --myid=*) myid=${1#*=} ;;
    --configfile | --myid)
      [ $# -gt 1 ] || fail "$1 needs a value"
      [ "$1" = --myid ] && myid=$2 || config=$2
      shift
      ;;
    --force) force=true ;;
    -h | --help) usage ;;
    *)
      echo "Unknown option: $1"
      usage
      ;;
  esac
  shift
done

case $myid in *[!0-9]*) fail "$myid is not a number: --myid takes one from 1 to 255" ;; esac
[ -f "$config" ] && [ -r "$config" ] || fail "Unable to find config file at $config"
data_dir=$(cfg_value dataDir "$config")
[ -n "$data_dir" ] || fail "Unable to determine dataDir from $config"
data_log_dir=$(cfg_value dataLogDir "$config")
data_log_dir=${data_log_dir:-$data_dir}

if $force; then
  pid_file=${ZOOPIDFILE:-$data_dir/zookeeper_server.pid}
  if [ -f "$pid_file" ] && is_server_of "$(cat "$pid_file")" "$data_dir" "$config"; then
    fail "A server is running on $data_dir (process $(cat "$pid_file")): stop it first"
  fi
  echo "Force enabled, data/txnlog directories will be re-initialized"
else
  [ ! -e "$data_dir/version-2" ] \
    || fail "ZooKeeper data directory already exists at $data_dir (or use --force to force re-initialization)"
  [ ! -e "$data_log_dir/version-2" ] \
    || fail "ZooKeeper txnlog directory already exists at $data_log_dir (or use --force to force re-initialization)"
fi

rm -rf "$data_dir/myid" "$data_dir/version-2" "$data_log_dir/version-2" \
  && mkdir -p "$data_dir/version-2" "$data_log_dir/version-2" || exit 1
if [ -n "$myid" ]; then
  echo "Using myid of $myid"
  echo "$myid" >"$data_dir/myid" || exit 1
else
  echo "No myid provided, be sure to specify it in $data_dir/myid if using non-standalone"
fi
: >"$data_dir/initialize"
