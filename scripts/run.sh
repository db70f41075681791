#!/usr/bin/env bash
# Sets up what NetApi needs, builds it and runs it until Ctrl-C.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for part in say lab packages cgroups machine images demo; do
  # shellcheck source=/dev/null
  . "$repository/scripts/lib/$part.sh"
done

readonly lab="$repository/scripts/lab.sh" published="$repository/artifacts/netapi"
url=${ASPNETCORE_URLS:-http://127.0.0.1:8420}
url=${url%%;*}
in_private_lab=
with_demo=
server=
forwarder=
lab_is_ours=

usage() {
  cat <<'TEXT'
usage: scripts/run.sh [--demo] [--lab]

  Finds the Docker Engine (DOCKER_HOST, /var/run/docker.sock), or installs docker.io and starts it; builds NetApi; runs it.
  --demo  makes images without a registry, creates two containers and shows what NetApi sees
  --lab   runs all of it in the lab, a private engine in a network namespace of its own: the machine is not touched

  ASPNETCORE_URLS         where it listens, default http://127.0.0.1:8420
  NetApi__DataDirectory   database and keys, default /var/lib/netapi, with --lab a directory that goes with the lab
TEXT
}

parse_arguments() {
  local argument
  for argument in "$@"; do
    case $argument in
      --demo) with_demo=yes ;;
      --lab) in_private_lab=yes ;;
      -h | --help) usage && exit ;;
      *) usage >&2 && exit 2 ;;
    esac
  done
}

# As whoever calls, before becoming root: the build's files are theirs.
build() {
  [ -z "${NETAPI_BUILT:-}" ] || return 0
  command -v dotnet >/dev/null || die "needs the .NET SDK 10: https://dotnet.microsoft.com/download, or dotnet-install.sh --channel 10.0"
  say "building NetApi"
  dotnet publish "$repository/Api/Api.csproj" -c Release -o "$published" --nologo -v quiet >&2
  export NETAPI_BUILT=yes
}

enter_lab() {
  "$lab" status >/dev/null 2>&1 || lab_is_ours=yes
  "$lab" up
  export DOCKER_HOST=$lab_docker_host NetApi__DataDirectory=${NetApi__DataDirectory:-$NETAPI_LAB_DATA/netapi}
  host_address=$lab_address
}

use_machine() {
  find_engine
  export NetApi__DataDirectory=${NetApi__DataDirectory:-/var/lib/netapi}
  host_address=$(address_of_machine)
}

# The address that the host shows to the world (asking for a route sends nothing), else the first that is not loopback.
address_of_machine() {
  local address
  address=$(ip -4 route get 198.51.100.1 2>/dev/null | grep -o 'src [0-9.]*' | cut -d ' ' -f 2) ||
    address=$(ip -4 -o addr show scope global | grep -o 'inet [0-9.]*' | head -n 1 | cut -d ' ' -f 2)
  printf '%s\n' "${address:-127.0.0.1}"
}

start_server() {
  local command=(env "ASPNETCORE_URLS=${ASPNETCORE_URLS:-$url}" dotnet "$published/Api.dll")
  [ -z "$in_private_lab" ] || command=("$lab" exec "${command[@]}")
  "${command[@]}" </dev/null &
  server=$!
  [ -z "$in_private_lab" ] || start_forwarder
  wait_until 60 server_ready_or_gone
  is_ready || die "NetApi did not become ready; what it said is above"
}

is_ready() { curl -fs --max-time 5 -o /dev/null "$url/readyz"; }
server_ready_or_gone() { is_ready || ! kill -0 "$server" 2>/dev/null; }

# The lab's loopback is not the machine's. This hands each connection over, so that browser and curl work as without the lab.
start_forwarder() {
  local address=${url#http://}
  ensure_commands socat:socat
  socat "TCP-LISTEN:${address##*:},bind=127.0.0.1,reuseaddr,fork" "EXEC:\"nsenter --net=/run/netns/$NETAPI_LAB_NETNS -- socat STDIO TCP:$address\"" 2>/dev/null &
  forwarder=$!
}

tell_where() {
  local key="$NetApi__DataDirectory/admin.key" read_key=cat
  [ -z "${SUDO_USER:-}" ] || read_key='sudo cat'
  cat <<TEXT

NetApi runs${in_private_lab:+ in the lab}. Ctrl-C ends it.
  Swagger UI  $url/swagger
  API         $url/api/v1
  Admin key   $key (mode 0600)
  Try         curl -s -H "Authorization: Bearer \$($read_key $key)" $url/api/v1/host

TEXT
}

finish() {
  local result=$? process
  trap - EXIT
  trap '' INT TERM HUP
  for process in $server $forwarder; do
    kill -TERM "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  [ -z "$lab_is_ours" ] || "$lab" down || result=1
  exit "$result"
}

parse_arguments "$@"
build
become_root "$@"
! is_ready || die "something answers at $url already: NetApi may be running. Another address: ASPNETCORE_URLS=http://127.0.0.1:PORT"
trap finish EXIT
# Ctrl-C is the way to end it, and no failure.
trap 'exit 0' INT TERM HUP
ensure_network_tools
if [ -n "$in_private_lab" ]; then enter_lab; else use_machine; fi
if [ -n "$with_demo" ]; then ensure_docker_command && make_images busybox nginx; fi
start_server
tell_where
[ -z "$with_demo" ] || play_demo "$url/api/v1" "$NetApi__DataDirectory/admin.key" "$host_address"
wait "$server"
