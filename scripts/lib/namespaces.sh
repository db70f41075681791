# shellcheck shell=bash
# The lab's two network namespaces: the host, and a neighbour on its LAN who stands for the outside world.

make_namespaces() {
  netns_exists "$NETAPI_LAB_NETNS" || ip netns add "$NETAPI_LAB_NETNS"
  netns_exists "$lab_outside" || ip netns add "$lab_outside"
  ip -n "$NETAPI_LAB_NETNS" link set lo up
  ip -n "$lab_outside" link set lo up
  # Both ends are born where they belong: the machine's own namespace never sees them.
  ip -n "$NETAPI_LAB_NETNS" link show eth0 >/dev/null 2>&1 ||
    ip -n "$NETAPI_LAB_NETNS" link add eth0 type veth peer name eth0 netns "$lab_outside"
  address_end "$NETAPI_LAB_NETNS" "$lab_address" "$lab_address6" "$outside_address" "$outside_address6"
  # The neighbour's default route leads back through the lab, so that it can try container addresses for real.
  address_end "$lab_outside" "$outside_address" "$outside_address6" "$lab_address" "$lab_address6"
  # A new namespace inherits the machine's forwarding. The neighbour is no router: stray packets end there.
  in_outside sh -c 'echo 0 >/proc/sys/net/ipv4/ip_forward'
}

# address_end NETNS ADDRESS ADDRESS6 GATEWAY GATEWAY6
address_end() {
  ip -n "$1" addr replace "$2/24" dev eth0
  ip -n "$1" -6 addr replace "$3/64" dev eth0 nodad
  ip -n "$1" link set eth0 up
  ip -n "$1" route replace default via "$4"
  ip -n "$1" -6 route replace default via "$5"
}

remove_namespaces() {
  local name
  for name in "$NETAPI_LAB_NETNS" "$lab_outside"; do
    # shellcheck disable=SC2046 # a list of numbers
    ! netns_exists "$name" || end_processes $(ip netns pids "$name" 2>/dev/null)
    ! netns_exists "$name" || ip netns delete "$name"
  done
}

is_inside_lab() { netns_exists "$NETAPI_LAB_NETNS" && [ "$(stat -Lc %i /proc/self/ns/net)" = "$(stat -Lc %i "/run/netns/$NETAPI_LAB_NETNS")" ]; }
