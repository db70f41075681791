#!/usr/bin/env bash
# Sets up what NetApi needs, builds it and runs it until Ctrl-C.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for part in say lab packages cgroups machine listen images demo; do
  # shellcheck source=/dev/null
  . "$repository/scripts/lib/$part.sh"
done

readonly lab="$repository/scripts/lab.sh" published="$repository/artifacts/netapi"
url=${ASPNETCORE_URLS:-http://127.0.0.1:8420}
url=$(local_url "${url%%;*}")
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

# As the one that runs was started: in the lab or not, with which engine and key. Its settings are believed if root set them.
meet_running() {
  local process
  process=$(listener "$url")
  if [ -z "$process" ] || [ "$(stat -c %u "/proc/$process")" -ne 0 ]; then
    say "NetApi runs already: $url${process:+, process $process}"
    [ -z "$with_demo" ] || die "no demo there: root did not start it, and its admin key is not known here"
    return 0
  fi
  DOCKER_HOST=$(setting_of "$process" DOCKER_HOST)
  NetApi__DataDirectory=$(setting_of "$process" NetApi__DataDirectory)
  export DOCKER_HOST=${DOCKER_HOST:-unix://$machine_socket} NetApi__DataDirectory=${NetApi__DataDirectory:-/var/lib/netapi}
  if [ "$DOCKER_HOST" = "$lab_docker_host" ]; then
    in_private_lab=yes host_address=$lab_address
  else
    in_private_lab='' host_address=$(address_of_machine)
  fi
  tell_where "NetApi runs already${in_private_lab:+ in the lab}, process $process. Another one: ASPNETCORE_URLS=http://127.0.0.1:PORT"
}

holder() {
  local process
  process=$(listener "$url")
  [ -z "$process" ] || printf ': %s, process %s' "$(cat "/proc/$process/comm")" "$process"
}

start_server() {
  # The garbage collector would take a new heap as large as the processor's cache, of which servers have much.
  local command=(env "ASPNETCORE_URLS=${ASPNETCORE_URLS:-$url}" "DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x800000}" dotnet "$published/Api.dll")
  [ -z "$in_private_lab" ] || command=("$lab" exec "${command[@]}")
  "${command[@]}" </dev/null &
  server=$!
  [ -z "$in_private_lab" ] || start_forwarder
  wait_until 60 server_ready_or_gone
  is_ready || die "NetApi did not become ready at $url; what it said is above. Beyond loopback it wants TLS, or NetApi__AllowPlainHttp=true where something in front adds it, and the host's names in NetApi__AllowedHosts"
}

is_ready() { says "$url/readyz" ready; }
server_ready_or_gone() { is_ready || ! kill -0 "$server" 2>/dev/null; }

# The lab's loopback is not the machine's. This hands each connection over, so that browser and curl work as without the lab.
start_forwarder() {
  local address=${url#*://}
  ensure_commands socat:socat
  url=${url%%:*}://127.0.0.1:${address##*:}
  socat "TCP-LISTEN:${address##*:},bind=127.0.0.1,reuseaddr,fork" "EXEC:\"nsenter --net=/run/netns/$NETAPI_LAB_NETNS -- socat STDIO TCP:$address\"" 2>/dev/null &
  forwarder=$!
}

# tell_where STATE
tell_where() {
  local key="$NetApi__DataDirectory/admin.key" read_key=cat
  [ -z "${SUDO_USER:-}" ] || read_key='sudo cat'
  cat <<TEXT

$1
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

show_demo() {
  [ -n "$with_demo" ] || return 0
  play_demo "$url/api/v1" "$NetApi__DataDirectory/admin.key" "$host_address"
}

make_demo_images() { [ -z "$with_demo" ] || { ensure_docker_command && make_images busybox nginx; }; }

parse_arguments "$@"
# The files of one that runs stay as they are.
says "$url/healthz" alive || build
become_root "$@"
trap finish EXIT
# Ctrl-C is the way to end it, and no failure.
trap 'exit 0' INT TERM HUP
ensure_network_tools
if says "$url/healthz" alive; then
  meet_running
  make_demo_images
  show_demo
  exit
fi
! accepts_connections "$url" || die "something else listens at $url$(holder). Another address: ASPNETCORE_URLS=http://127.0.0.1:PORT"
if [ -n "$in_private_lab" ]; then enter_lab; else use_machine; fi
make_demo_images
start_server
tell_where "NetApi runs${in_private_lab:+ in the lab}. Ctrl-C ends it."
show_demo
wait "$server"
