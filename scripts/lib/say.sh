# shellcheck shell=bash
# How the scripts speak, wait, and become root.

say() { printf '%s\n' "$*" >&2; }

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

sudo_works() { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }

as_root() {
  if is_root; then "$@"; else sudo env "PATH=$PATH" "$@"; fi
}

# Runs the calling script again as root. sudo resets the environment: what the scripts and NetApi read goes along.
become_root() {
  ! is_root || return 0
  command -v sudo >/dev/null || die "needs root, and there is no sudo: run it as root"
  local settings
  mapfile -t settings < <(env | grep -E '^(NETAPI_|NetApi__|Kestrel__|Logging__|ASPNETCORE_URLS=|DOTNET_ROOT=|DOCKER_HOST=|CI=)')
  exec sudo env "PATH=$PATH" "${settings[@]}" "$0" "$@"
}

# A signal ends the shell in order, as an EXIT trap needs it; the status tells which, as a shell tells it of a command.
end_at_signals() {
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
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
