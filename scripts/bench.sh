#!/usr/bin/env bash
# Measures NetApi beside what a user would take instead, and prints a table of figures, ratios, and what must be reached.
# Everything happens in network, mounts and process ids of its own: when it ends, however it does, the kernel takes them down.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for part in say packages; do
  # shellcheck source=/dev/null
  . "$repository/scripts/lib/$part.sh"
done

readonly published="$repository/artifacts/bench"
child=
scratch=

usage() {
  cat <<'TEXT'
usage: scripts/bench.sh [--quick] [TOPIC…]

  TOPIC    reading, events, answers, idle, churn, start, history; all of them where none is named
  --quick  tiny sizes: whether the bench works, in half a minute; its figures say nothing

  It takes some minutes and as much of the machine as it can get. What else runs disturbs the figures.
TEXT
}

# As whoever calls, before becoming root: the build's files are theirs.
build() {
  [ -z "${NETAPI_BUILT:-}" ] || return 0
  command -v dotnet >/dev/null || die "needs the .NET SDK 10: https://dotnet.microsoft.com/download, or dotnet-install.sh --channel 10.0"
  say "building NetApi and the bench"
  dotnet publish "$repository/Api/Api.csproj" -c Release -o "$published/api" --nologo -v quiet >&2
  dotnet publish "$repository/Api.Bench/Api.Bench.csproj" -c Release -o "$published/bench" --nologo -v quiet >&2
  export NETAPI_BUILT=yes
}

# A /run of its own: neither names of namespaces nor sockets of engines lead in or out. The other namespaces' mounts go too,
# from this view alone; one that is gone meanwhile is gone.
# shellcheck disable=SC2016 # for the inner shell
readonly enter='
  awk "\$0 ~ / - nsfs / { print \$5 }" /proc/self/mountinfo | while read -r mount; do umount --lazy "$mount" 2>/dev/null || true; done
  mount -t tmpfs netapi-bench /run && mkdir /run/netns && exec "$@"'

# In the background, so that a signal to this script is acted on at once; and it does not outlive a script that is killed.
# What it measures in its own process has the room for garbage that run.sh gives to NetApi.
run_bench() {
  local result=0
  setpriv --pdeathsig KILL unshare --net --mount --propagation private --pid --fork --kill-child --mount-proc \
    sh -euc "$enter" sh env "TMPDIR=$scratch" DOTNET_GCgen0size=0x800000 dotnet "$published/bench/Api.Bench.dll" "$published/api/Api.dll" "$@" </dev/null &
  child=$!
  wait "$child" || result=$?
  child=
  return "$result"
}

finish() {
  local result=$?
  trap - EXIT
  trap '' INT TERM HUP
  [ -z "$child" ] || { kill -KILL "$child" 2>/dev/null && wait "$child" 2>/dev/null; } || true
  [ -z "$scratch" ] || rm -rf "$scratch"
  exit "$result"
}

for argument in "$@"; do
  case $argument in
    --quick | reading | events | answers | idle | churn | start | history) ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
done
build
become_root "$@"
trap finish EXIT
end_at_signals
ensure_commands ip:iproute2 unshare:util-linux setpriv:util-linux plotnetcfg:plotnetcfg wrk:wrk sqlite3:sqlite3
scratch=$(mktemp -d)
run_bench "$@"
