# shellcheck shell=bash
# How the scripts speak, wait, and become root.

say() { printf '%s\n' "$*" >&2; }

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

sudo_works() { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }

# The environment is passed by name: sudo resets it.
as_root() {
  if is_root; then "$@"; else sudo env "PATH=$PATH" "$@"; fi
}

# Runs the calling script again as root.
become_root() {
  ! is_root || return 0
  command -v sudo >/dev/null || die "needs root, and there is no sudo: run it as root"
  exec sudo env "PATH=$PATH" "NETAPI_LAB_DIR=$NETAPI_LAB_DIR" "NETAPI_LAB_DATA=$NETAPI_LAB_DATA" "NETAPI_LAB_NETNS=$NETAPI_LAB_NETNS" \
    ${CI:+"CI=$CI"} "$0" "$@"
}

# wait_until SECONDS COMMAND…: polls until the command succeeds; fails when the time is over.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}
