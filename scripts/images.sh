#!/usr/bin/env bash
# Makes images for the engine of DOCKER_HOST, without a registry: scripts/images.sh [busybox] [nocommand] [nginx]
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for part in say lab packages images; do
  # shellcheck source=/dev/null
  . "$repository/scripts/lib/$part.sh"
done

[ $# -gt 0 ] || set -- busybox nocommand nginx
command -v docker >/dev/null || die "there is no docker command here: scripts/lab.sh up or scripts/run.sh install it"
make_images "$@"
