"""dump.py FAMILY TYPE BODY: sends one dump request of a netlink family with a body in hexadecimal, writes every reply datagram to stdout."""
import socket
import struct
import sys

family, kind, body = int(sys.argv[1]), int(sys.argv[2]), bytes.fromhex(sys.argv[3])
NLM_F_REQUEST, NLM_F_DUMP, NLMSG_DONE = 0x1, 0x300, 3

with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, family) as netlink:
    netlink.bind((0, 0))
    netlink.send(struct.pack("=IHHII", 16 + len(body), kind, NLM_F_REQUEST | NLM_F_DUMP, 1, 0) + body)
    done = False
    while not done:
        datagram = netlink.recv(65536)
        sys.stdout.buffer.write(datagram)
        offset = 0
        while offset < len(datagram):
            length, message = struct.unpack_from("=IH", datagram, offset)
            done |= message == NLMSG_DONE
            offset += (length + 3) & ~3
