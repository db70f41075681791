#!/usr/bin/env bash
# Makes the captures beside this file anew: builds two scratch namespaces, dumps one of them over
# rtnetlink as raw bytes, and asks iproute2 for the same at the same time. Needs root and python3.
set -euo pipefail
cd "$(dirname "$0")"

here="netapi-capture-$$" there="netapi-capture-peer-$$"
trap 'ip netns del "$here"; ip netns del "$there"' EXIT
ip netns add "$here"
ip netns add "$there"

ip -n "$here" -batch - <<'SETUP'
link set lo up
link add br0 type bridge
link set br0 up
addr add 172.30.0.1/16 dev br0
addr add fd00:30::1/64 dev br0 nodad
link add left type veth peer name right
link set left master br0 up
link set right up
addr add 172.30.0.2/16 dev right
link add link br0 name upper type macvlan mode bridge
link set upper up mtu 1400
link add tunnel type vxlan id 5 dstport 4789
link add quiet type ifb
link set quiet alias "kept for later"
addr add 10.0.0.1 peer 10.0.0.2/32 dev quiet
SETUP
ip -n "$here" link add far type veth peer name eth0 netns "$there"
ip -n "$here" link set far master br0 up
ip -n "$there" link set eth0 up
ip -n "$here" -batch - <<'ROUTES'
route add default via 172.30.0.9
route add 10.1.0.0/16 nexthop via 172.30.0.10 dev br0 nexthop via 172.30.0.11 dev br0
route add blackhole 10.2.0.0/16
route add 10.3.0.0/16 via 172.30.0.12 table 70000 metric 7
route add 10.4.0.0/16 via inet6 fd00:30::9 dev br0
route add 10.5.0.0/16 dev br0 src 172.30.0.1
route add default via fd00:30::9
route add unreachable fd00:31::/64
ROUTES

dump() { nsenter --net="/run/netns/$here" python3 dump.py "$@"; }
dump 18 16 link.bin
dump 22 8 addr.bin
dump 26 12 route.bin
ip -n "$here" -j -d link | python3 -m json.tool > link.json
ip -n "$here" -j addr | python3 -m json.tool > addr.json
ip -n "$here" -j -d route show table all | python3 -m json.tool > route.json
