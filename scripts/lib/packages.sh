# shellcheck shell=bash
# Debian and Ubuntu packages: installed where a command is missing, or only unpacked where an image needs their files.

readonly package_cache="$repository/.lab/packages"
package_lists_are_fresh=

apt_update() {
  [ -z "$package_lists_are_fresh" ] || return 0
  say "apt-get update"
  as_root apt-get update -qq >&2 || say "apt-get update failed; going on with the lists there are"
  package_lists_are_fresh=yes
}

# Services of the packages are not started: an engine or a registry in the machine's own network is nobody's wish here.
# Whatever ends the installation, the policy that says so ends with it. One at a time, so that none takes away another's:
# the lock is on the directory, because a lock file would stay.
apt_install() {
  command -v apt-get >/dev/null || die "needs the package(s) $*, and this machine has no apt"
  apt_update
  say "installing $*"
  local result=0
  (
    end_at_signals
    flock 9
    trap allow_service_starts EXIT
    deny_service_starts && as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$@" >&2 </dev/null 9>&-
  ) 9<"${service_policy%/*}" || result=$?
  # 128 and more: a signal ended it, which ends all of it.
  [ "$result" -le 128 ] || exit "$result"
  [ "$result" -eq 0 ] || die "apt could not install $*"
}

# What invoke-rc.d(8) asks before it starts a service. A policy of the machine's own is respected; one with our mark was
# left over by a run that was killed.
readonly service_policy=/usr/sbin/policy-rc.d service_policy_mark='# NetApi: no service starts while its scripts install packages'

deny_service_starts() {
  [ -e "$service_policy" ] || printf '#!/bin/sh\n%s\nexit 101\n' "$service_policy_mark" | as_root install -m 755 /dev/stdin "$service_policy"
}

# Of a run that was killed: whoever installs now holds the lock.
remove_left_policy() { [ ! -e "$service_policy" ] || (! flock --nonblock 9 || allow_service_starts) 9<"${service_policy%/*}"; }

allow_service_starts() { ! grep -qsxF "$service_policy_mark" "$service_policy" || as_root rm -f "$service_policy"; }

# ensure_commands COMMAND:PACKAGE…
ensure_commands() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  [ "${#missing[@]}" -eq 0 ] || apt_install "${missing[@]}"
}

ensure_network_tools() {
  remove_left_policy
  ensure_commands ip:iproute2 iptables:iptables nft:nftables nsenter:util-linux curl:curl
}

# A browser and its driver. Ubuntu's packages of that name only install a snap, which does not run as root in a network namespace.
ensure_browser() {
  if [ -x /usr/bin/chromium ] && [ -x /usr/bin/chromedriver ]; then return; fi
  if grep -q '^ID=ubuntu$' /etc/os-release; then
    say "Ubuntu has chromium only as a snap, which cannot run in the lab: the tests of Swagger UI are skipped, and fail where CI=true. Debian has it as a package."
  else
    apt_install chromium chromium-driver
  fi
}

# dockerd as a program, not as a service.
ensure_engine() {
  if ! command -v dockerd >/dev/null; then
    apt_install docker.io
    # The package asks systemd to start it at the next boot. Who only wanted the lab did not ask for that.
    if systemd_runs; then
      systemctl disable -q docker.service docker.socket containerd.service || say "could not disable docker.service: it starts at the next boot"
    fi
  fi
  ensure_docker_command
}

systemd_runs() { [ -d /run/systemd/system ]; }

# From Debian 13 on the command line is a package of its own.
ensure_docker_command() {
  command -v docker >/dev/null || apt_install docker.io
  command -v docker >/dev/null || apt_install docker-cli
}

# unpack_package PACKAGE DIRECTORY: the package's files without installing it. What was fetched is kept for the next lab.
unpack_package() {
  local package=$1 directory=$2 file
  mkdir -p "$package_cache" "$directory"
  file=$(fetched_package "$package")
  if [ -z "$file" ]; then
    download_package "$package" || { apt_update && download_package "$package"; } || return 1
    file=$(fetched_package "$package")
  fi
  dpkg -x "$file" "$directory"
}

fetched_package() { find "$package_cache" -maxdepth 1 -name "$1_*.deb" -print -quit; }

# Fetched beside the cache: half a package of a run that was ended is not taken for one.
# apt fetches as a user who may not see this directory and says so at length.
download_package() {
  local fetched result=0
  fetched=$(mktemp -d "$package_cache/fetch.XXXXXX")
  (cd "$fetched" && apt-get download -qq "$1" 2>/dev/null >&2 && mv ./*.deb ..) || result=$?
  rm -rf "$fetched"
  return "$result"
}
