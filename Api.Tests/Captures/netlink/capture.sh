#!/usr/bin/env bash
# Makes the captures beside this file anew: builds two scratch namespaces, dumps one of them over
# rtnetlink as raw bytes, and asks iproute2 for the same at the same time. Needs root and python3.
set -euo pipefail
cd "$(dirname "$0")"

here="netapi-capture-$$" there="netapi-capture-peer-$$"
trap 'ip netns del "$here"; ip netns del "$there"' EXIT
ip netns add "$here"
ip netns add "$there"

# Nothing is to change on its own between two answers: addresses are usable at once, and no router is looked for.
nsenter --net="/run/netns/$here" sysctl -q -w net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
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

ip -n "$here" -batch - <<'ENTRIES'
rule add priority 100 from 10.1.0.0/16 to 10.2.0.0/24 iif br0 oif left fwmark 0x5/0xff tos 0x10 ipproto tcp sport 10-20 dport 80 uidrange 5-9 table 70000 protocol static
rule add priority 110 not from 10.1.2.3 fwmark 7 goto 32766
rule add priority 120 fwmark 0/0x4 unreachable
rule add priority 130 nop
rule add priority 140 l3mdev protocol 77
rule add priority 150 table main suppress_prefixlength 0
neigh add 172.30.0.33 lladdr 02:00:00:00:00:33 dev br0
neigh add fd00:30::9 lladdr 02:00:00:00:00:44 dev br0 router extern_learn nud permanent
neigh add 172.30.0.34 dev right nud failed
ENTRIES
ip -n "$here" -6 rule add priority 100 to fd00::/8 blackhole
bridge -n "$here" -batch - <<'FORWARDING'
fdb add 02:00:00:00:00:06 dev left master static
fdb add 02:00:00:00:00:07 dev left master dynamic extern_learn
fdb add 02:00:00:00:00:08 dev left master dynamic
fdb append 00:00:00:00:00:00 dev tunnel dst 10.9.9.9
fdb add 02:00:00:00:00:05 dev tunnel dst 10.9.9.8 vni 55
FORWARDING
nsenter --net="/run/netns/$here" sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.conf.br0.forwarding=0 net.ipv4.conf.br0.rp_filter=2 \
  net.ipv4.conf.quiet.proxy_arp=1 net.ipv6.conf.tunnel.forwarding=1

# dump NAME NETLINK_FAMILY TYPE BODY: the body in hexadecimal, appended to what is there.
dump() { inside python3 dump.py "${@:2}" >> "$1.bin"; }
inside() { nsenter --net="/run/netns/$here" "$@"; }
# pretty NAME: the answers read, lists of JSON, as one.
pretty() { python3 -c 'import json, sys; json.dump([e for l in sys.stdin if l.strip() for e in json.loads(l)], sys.stdout, indent=4); print()' > "$1.json"; }
zeroes() { printf "%0$(($1 * 2))d" 0; }

rm -f ./*.bin
nsenter --net="/run/netns/$here" python3 sockets.py & holder=$!
trap 'kill "$holder"; ip netns del "$here"; ip netns del "$there"' EXIT
until inside ss -H -lnu | grep -q :54; do :; done

dump link 0 18 "$(zeroes 16)"
dump addr 0 22 "$(zeroes 8)"
dump route 0 26 "$(zeroes 12)"
dump rule 0 34 "$(zeroes 12)"
dump neigh 0 30 "$(zeroes 12)"
dump fdb 0 30 "07$(zeroes 11)"
for family in 02 0a; do
  dump netconf 0 82 "${family}000000"
  dump tcp 4 20 "${family}06000000040000$(zeroes 48)"
  dump udp 4 20 "${family}11000080000000$(zeroes 48)"
done
ip -n "$here" -j -d link | pretty link
ip -n "$here" -j addr | pretty addr
ip -n "$here" -j -d route show table all | pretty route
ip -n "$here" -j -d rule | pretty rule
ip -n "$here" -j -6 -d rule | pretty rule6
ip -n "$here" -j neigh show nud all | pretty neigh
bridge -n "$here" -j -d fdb | pretty fdb
{ ip -n "$here" -j -4 netconf; ip -n "$here" -j -6 netconf; } | pretty netconf
inside ss -H -lnte > tcp.txt
inside ss -H -lnue > udp.txt
