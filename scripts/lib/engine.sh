# shellcheck shell=bash
# The lab's private engine: containerd and dockerd in the lab's namespace, with every file, socket and cgroup of their own.

readonly containerd_socket="$NETAPI_LAB_DIR/containerd.sock"
# A cgroup of the lab's own: two engines never share one, and whatever runs in it is the lab's.
readonly lab_cgroup=$NETAPI_LAB_NETNS

start_engine() {
  if engine_answers; then return; fi
  ensure_cgroups
  write_engine_configuration
  # Not the machine's containerd, which dockerd would take if it finds one.
  [ -n "$(lab_processes containerd)" ] || start_detached containerd containerd --config "$NETAPI_LAB_DIR/containerd.toml"
  wait_until 20 test -S "$containerd_socket" || fail_with_log containerd
  # A killed engine leaves its pid file, and the next one would believe it.
  [ -n "$(lab_processes dockerd)" ] || rm -f "$NETAPI_LAB_DIR/docker.pid"
  # The cgroup driver is said because the default, systemd, is not everywhere; the storage driver is left to dockerd,
  # which takes overlay2 where the disk can and vfs where not.
  [ -n "$(lab_processes dockerd)" ] || start_detached dockerd dockerd --config-file "$NETAPI_LAB_DIR/daemon.json" \
    --containerd "$containerd_socket" --data-root "$NETAPI_LAB_DATA/docker" --exec-root "$NETAPI_LAB_DIR/exec" \
    --pidfile "$NETAPI_LAB_DIR/docker.pid" --host "$lab_docker_host" --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$lab_cgroup"
  wait_until 60 engine_answers || fail_with_log dockerd
}

# start_detached NAME COMMAND…: in the lab's namespace, in a session of its own so that Ctrl-C does not reach it.
start_detached() {
  local name=$1
  shift
  setsid nsenter --net="/run/netns/$NETAPI_LAB_NETNS" -- "$@" </dev/null >>"$NETAPI_LAB_DIR/$name.log" 2>&1 &
}

fail_with_log() {
  tail -n 25 "$NETAPI_LAB_DIR/$1.log" >&2
  die "$1 did not start; the end of its log is above"
}

# The machine's /etc/docker/daemon.json is not the lab's: an empty one stands in for it.
write_engine_configuration() {
  printf '{}\n' >"$NETAPI_LAB_DIR/daemon.json"
  cat >"$NETAPI_LAB_DIR/containerd.toml" <<TOML
version = 2
root = "$NETAPI_LAB_DATA/containerd"
state = "$NETAPI_LAB_DIR/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
  address = "$containerd_socket"
TOML
}

ensure_cgroups() {
  [ ! -e /sys/fs/cgroup/cgroup.controllers ] && [ ! -d /sys/fs/cgroup/memory ] || return 0
  say "no cgroups are mounted: mounting cgroup2 on /sys/fs/cgroup while the lab is up"
  mount -t cgroup2 cgroup2 /sys/fs/cgroup || die "cannot mount cgroup2: the engine needs cgroups"
  touch "$NETAPI_LAB_DIR/mounted-cgroup2"
}

stop_engine() {
  if engine_answers; then
    lab_docker ps -aq | xargs -r timeout 60 env DOCKER_HOST="$lab_docker_host" docker rm -f -v >/dev/null || say "some containers are not removed by the engine; ending their processes"
  fi
  # An engine that was killed leaves its containers running, and many a PID 1 ignores TERM.
  cgroup_processes | xargs -r kill -KILL 2>/dev/null || true
  # shellcheck disable=SC2046 # lists of numbers
  end_processes $(lab_processes dockerd) $(lab_processes containerd) $(lab_processes containerd-shim)
  remove_cgroups
}

# lab_processes NAME: those of the lab, known by its directory in their command line. Pid files can lie, a half-done start has none.
# The kernel cuts a process's name after 15 bytes: the shim's is a prefix.
lab_processes() {
  local pid comm
  for pid in /proc/[0-9]*; do
    read -r comm 2>/dev/null <"$pid/comm" || continue
    [[ $comm == "$1" || ($1 == containerd-shim && $comm == "$1"*) ]] || continue
    ! tr '\0' '\n' 2>/dev/null <"$pid/cmdline" | grep -qF -e "$NETAPI_LAB_DIR/" || printf '%s\n' "${pid#/proc/}"
  done
}

cgroup_directories() { find /sys/fs/cgroup -maxdepth 2 -type d -name "$lab_cgroup" 2>/dev/null; }

cgroup_processes() {
  local directory
  for directory in $(cgroup_directories); do
    find "$directory" -name cgroup.procs -exec cat {} + 2>/dev/null
  done | sort -un
}

remove_cgroups() {
  local directory
  for directory in $(cgroup_directories); do
    wait_until 5 find "$directory" -depth -type d -exec rmdir {} + || say "cgroup $directory is still in use"
  done
  [ ! -e "$NETAPI_LAB_DIR/mounted-cgroup2" ] || umount /sys/fs/cgroup
}

# TERM, some patience, then KILL.
end_processes() {
  [ $# -gt 0 ] || return 0
  kill -TERM "$@" 2>/dev/null || true
  wait_until 15 none_alive "$@" || kill -KILL "$@" 2>/dev/null || true
  wait_until 5 none_alive "$@" || die "processes do not end: $*"
}

# A zombie has ended; its parent just did not ask yet.
none_alive() {
  local pid
  for pid in "$@"; do
    ! grep -qsE '^State:[[:space:]]+[^ZX[:space:]]' "/proc/$pid/status" || return 1
  done
}
