#!/usr/bin/env bash
# The lab: a private Docker Engine in a network namespace of its own, with a neighbour outside, images and a registry.
# It never touches the machine's own network, rules or engine.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for part in say lab packages namespaces cgroups engine images registry; do
  # shellcheck source=/dev/null
  . "$repository/scripts/lib/$part.sh"
done

usage() {
  cat <<'TEXT'
usage: scripts/lab.sh up | down | status | exec COMMAND…

  up      makes the lab; harmless when it is up
  down    removes it without a trace; harmless when it is down
  status  tells what there is; exit status 3 when the lab is not up
  exec    runs a command in the lab's network namespace, with
          DOCKER_HOST, NETAPI_LAB_DOCKER_HOST  the lab's engine
          NETAPI_LAB_OUTSIDE                   name of the neighbour's network namespace
          NETAPI_LAB_HOST_ADDRESS              the lab's address on its eth0
          NETAPI_LAB_REGISTRY                  the lab's registry, host:port

A second lab beside the first: NETAPI_LAB_NETNS (default netapi-lab), and from it
NETAPI_LAB_DIR (default /run/NETNS) and NETAPI_LAB_DATA (default /var/lib/NETNS).
TEXT
}

lab_up() {
  ensure_network_tools
  ensure_engine
  make_lab_directories
  note_side_paths
  # What is put together for the images goes with the lab, even if this is killed half-way.
  export TMPDIR=$NETAPI_LAB_DATA/tmp
  make_namespaces
  start_engine
  DOCKER_HOST=$lab_docker_host make_images busybox nocommand nginx
  start_registry
  fill_registry
  say "the lab is up: netns $NETAPI_LAB_NETNS ($lab_address), outside $lab_outside ($outside_address), DOCKER_HOST=$lab_docker_host"
}

lab_down() {
  ! is_inside_lab || die "this is inside of the lab, and down ends everything inside: call it from outside"
  stop_registry
  stop_engine
  unmount_below "$NETAPI_LAB_DIR" "$NETAPI_LAB_DATA"
  remove_namespaces
  remove_side_paths
  rm -rf --one-file-system "$NETAPI_LAB_DIR" "$NETAPI_LAB_DATA"
  local left
  left=$(lab_leftovers)
  [ -z "$left" ] || die "left over of the lab: $left"
}

# Deepest first: mountinfo lists a mount after the one it stands on.
unmount_below() {
  local directory mount
  for directory in "$@"; do
    mounts_below "$directory" | tac | while read -r mount; do
      umount "$mount" 2>/dev/null || umount --lazy "$mount" || true
    done
  done
}

mounts_below() { awk -v below="$1/" 'index($5 "/", below) == 1 { print $5 }' /proc/self/mountinfo; }

lab_leftovers() {
  local name
  for name in dockerd containerd containerd-shim docker-registry; do
    lab_processes "$name" | sed "s/^/process $name /"
  done
  for name in "$NETAPI_LAB_DIR" "$NETAPI_LAB_DATA"; do
    mounts_below "$name" | sed 's/^/mount /'
    [ ! -e "$name" ] || printf 'directory %s\n' "$name"
  done
  for name in "$NETAPI_LAB_NETNS" "$lab_outside"; do
    ! netns_exists "$name" || printf 'netns %s\n' "$name"
  done
  cgroup_directories | sed 's/^/cgroup /'
}

lab_exec() {
  if ! netns_exists "$NETAPI_LAB_NETNS" || [ ! -S "$lab_socket" ]; then die "the lab is not up: scripts/lab.sh up"; fi
  exec env DOCKER_HOST="$lab_docker_host" NETAPI_LAB_DOCKER_HOST="$lab_docker_host" NETAPI_LAB_OUTSIDE="$lab_outside" \
    NETAPI_LAB_HOST_ADDRESS="$lab_address" NETAPI_LAB_REGISTRY="$lab_registry" \
    nsenter --net="/run/netns/$NETAPI_LAB_NETNS" -- "$@"
}

lab_status() {
  if ! engine_answers; then
    echo "the lab $NETAPI_LAB_NETNS is not up"
    lab_leftovers
    exit 3
  fi
  echo "netns     $NETAPI_LAB_NETNS ($lab_address), outside $lab_outside ($outside_address)"
  echo "engine    $(lab_docker version -f '{{.Server.Version}}') at $lab_docker_host, $(lab_docker ps -q | wc -l) containers running"
  echo "registry  $(registry_answers >/dev/null 2>&1 && echo "$lab_registry" || echo "does not answer")"
}

command=${1:-}
case $command in
  up | down | status | exec) ;;
  -h | --help) usage && exit ;;
  *) usage >&2 && exit 2 ;;
esac
become_root "$@"
# A lab that is half done when this is ended is what `down` removes.
end_at_signals
check_lab_names
shift
[ "$command" != exec ] || [ $# -gt 0 ] || { usage >&2 && exit 2; }
"lab_$command" "$@"
