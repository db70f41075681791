# shellcheck shell=bash
# A real registry in the lab, Debian's docker-registry, on the lab's own loopback: what pulls are tested against.

readonly registry_data="$NETAPI_LAB_DATA/registry"

# The package is unpacked, not installed: its service would listen on the machine's own network.
start_registry() {
  if registry_answers >/dev/null 2>&1; then return; fi
  unpack_package docker-registry "$NETAPI_LAB_DATA/docker-registry" ||
    die "the package docker-registry cannot be fetched: pulls could not be tested. Is apt's universe component (Ubuntu) and the network there?"
  cat >"$NETAPI_LAB_DIR/registry.yml" <<YAML
version: 0.1
storage:
  filesystem:
    rootdirectory: $registry_data
http:
  addr: $lab_registry
YAML
  [ -n "$(lab_processes docker-registry)" ] ||
    start_detached registry "$NETAPI_LAB_DATA/docker-registry/usr/bin/docker-registry" serve "$NETAPI_LAB_DIR/registry.yml"
  wait_until 20 registry_answers || fail_with_log registry
}

registry_answers() { in_lab curl -fs "http://$lab_registry/v2/"; }

# Pushed, and then untagged here, so that a pull has something to fetch.
fill_registry() {
  push_to_registry netapi/busybox:1
  if ! in_registry netapi/layers:1; then
    make_layers_image
    push_to_registry netapi/layers:1
    lab_docker rmi netapi/layers:1 >/dev/null
  fi
}

in_registry() { [ -d "$registry_data/docker/registry/v2/repositories/${1%:*}/_manifests/tags/${1##*:}" ]; }

push_to_registry() {
  ! in_registry "$1" || return 0
  lab_docker tag "$1" "$lab_registry/$1"
  lab_docker push -q "$lab_registry/$1" >/dev/null || die "could not push $1 to the lab's registry"
  lab_docker rmi "$lab_registry/$1" >/dev/null
}

# Each commit adds a layer. Random bytes do not compress, so that the progress of a pull has something to count.
make_layers_image() {
  local container layer image=netapi/busybox:1
  for layer in 1 2 3; do
    container=$(lab_docker run -d --network none "$image" dd if=/dev/urandom of="/layer-$layer" bs=1M count=2)
    lab_docker wait "$container" >/dev/null
    lab_docker commit "$container" netapi/layers:1 >/dev/null
    lab_docker rm "$container" >/dev/null
    image=netapi/layers:1
  done
}

stop_registry() {
  # shellcheck disable=SC2046 # a list of numbers
  end_processes $(lab_processes docker-registry)
}
