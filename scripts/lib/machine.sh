# shellcheck shell=bash
# The machine's own engine: found, or installed and started.

readonly machine_socket=/var/run/docker.sock engine_log=/var/log/dockerd.log

# Sets DOCKER_HOST to an engine that answers.
find_engine() {
  if [ -n "${DOCKER_HOST:-}" ]; then
    engine_answers_at "$DOCKER_HOST" || die "DOCKER_HOST=$DOCKER_HOST is set, and no engine answers there"
  else
    export DOCKER_HOST=unix://$machine_socket
    engine_answers_at "$DOCKER_HOST" || start_machine_engine
  fi
  say "the engine is at $DOCKER_HOST"
}

engine_answers_at() {
  case $1 in
    unix://*) curl -fs --max-time 5 --unix-socket "${1#unix://}" http://localhost/_ping >/dev/null ;;
    tcp://*) curl -fs --max-time 5 "http://${1#tcp://}/_ping" >/dev/null ;;
    *) die "DOCKER_HOST=$1: only unix:// and tcp:// are understood here" ;;
  esac
}

start_machine_engine() {
  say "no engine answers at $machine_socket"
  ensure_engine
  if systemd_runs; then
    say "starting it: systemctl enable --now docker"
    systemctl enable --now docker
  else
    say "starting it: dockerd, log in $engine_log. It stays when NetApi ends; stop it with: kill \$(cat /var/run/docker.pid)"
    cgroups_are_mounted || { say "mounting cgroup2 on /sys/fs/cgroup" && mount_cgroups; }
    setsid dockerd </dev/null >>"$engine_log" 2>&1 &
  fi
  wait_until 60 engine_answers_at "$DOCKER_HOST" || die "the engine does not answer at $DOCKER_HOST; its log is $(systemd_runs && echo 'journalctl -u docker' || echo "$engine_log")"
}
