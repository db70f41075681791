# shellcheck shell=bash
# The lab's names: everything that belongs to one lab carries them, so that labs stand side by side and go without a trace.

NETAPI_LAB_NETNS=${NETAPI_LAB_NETNS:-netapi-lab}
NETAPI_LAB_DIR=${NETAPI_LAB_DIR:-/run/$NETAPI_LAB_NETNS}
# Image layers: overlay wants a real disk, which /run mostly is not.
NETAPI_LAB_DATA=${NETAPI_LAB_DATA:-/var/lib/$(basename "$NETAPI_LAB_DIR")}

export NETAPI_LAB_NETNS NETAPI_LAB_DIR NETAPI_LAB_DATA

readonly lab_outside="$NETAPI_LAB_NETNS-outside"
readonly lab_socket="$NETAPI_LAB_DIR/docker.sock"
readonly lab_docker_host="unix://$lab_socket"
readonly lab_registry=127.0.0.1:5000
# TEST-NET-2 (RFC 5737) and the documentation prefix (RFC 3849): no real network has these.
readonly lab_address=198.51.100.2 outside_address=198.51.100.1
readonly lab_address6=2001:db8:51::2 outside_address6=2001:db8:51::1

in_lab() { nsenter --net="/run/netns/$NETAPI_LAB_NETNS" -- "$@"; }
in_outside() { nsenter --net="/run/netns/$lab_outside" -- "$@"; }
lab_docker() { DOCKER_HOST=$lab_docker_host docker "$@"; }

netns_exists() { [ -e "/run/netns/$1" ]; }
engine_answers() { [ -S "$lab_socket" ] && lab_docker version >/dev/null 2>&1; }

# The paths go to `rm -rf` at the end: they must be the lab's alone, and sun_path holds 108 bytes.
check_lab_names() {
  local directory
  [[ $NETAPI_LAB_NETNS =~ ^[A-Za-z0-9_.-]+$ ]] || die "NETAPI_LAB_NETNS=$NETAPI_LAB_NETNS is no name for a network namespace"
  for directory in "$NETAPI_LAB_DIR" "$NETAPI_LAB_DATA"; do
    [[ $directory =~ ^/[^/]+/.*[^/]$ ]] || die "$directory: must be an absolute path at least two levels deep"
    [ ! -d "$directory" ] || [ -e "$directory/.netapi-lab" ] || [ -z "$(ls -A "$directory")" ] || die "$directory exists and is no lab's"
  done
  [ "${#NETAPI_LAB_DIR}" -le 60 ] || die "NETAPI_LAB_DIR is too long for the unix sockets below it"
}

make_lab_directories() {
  local directory
  for directory in "$NETAPI_LAB_DIR" "$NETAPI_LAB_DATA"; do
    mkdir -p "$directory"
    touch "$directory/.netapi-lab"
  done
  mkdir -p "$NETAPI_LAB_DATA/tmp"
}

# Paths outside of the lab that the engine or `ip netns` make by themselves: noted when they were not there before,
# so that the end of the lab removes those, and only those. Deepest first.
readonly -a side_paths=(/etc/docker/key.json /etc/docker /opt/containerd/bin /opt/containerd/lib /opt/containerd
  /run/docker/plugins /run/docker /run/containerd/s /run/containerd /run/netns)

note_side_paths() {
  local path
  [ ! -e "$NETAPI_LAB_DIR/side-paths" ] || return 0
  for path in "${side_paths[@]}"; do
    [ -e "$path" ] || printf '%s\n' "$path"
  done >"$NETAPI_LAB_DIR/side-paths"
}

remove_side_paths() {
  local path
  [ -e "$NETAPI_LAB_DIR/side-paths" ] || return 0
  while read -r path; do
    # `ip netns add` mounts the directory on itself. Others may use it by now: then the mount is busy and stays.
    ! mountpoint -q "$path" || umount "$path" 2>/dev/null || continue
    if [ -d "$path" ]; then rmdir --ignore-fail-on-non-empty "$path"; else rm -f "$path"; fi
  done <"$NETAPI_LAB_DIR/side-paths"
}
