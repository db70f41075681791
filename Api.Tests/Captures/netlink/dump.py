"""dump.py TYPE BODY_BYTES FILE: sends one dump request with a zero body, writes every reply datagram to FILE."""
import socket
import struct
import sys

kind, body, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
NLM_F_REQUEST, NLM_F_DUMP, NLMSG_DONE = 0x1, 0x300, 3

with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as netlink, open(path, "wb") as out:
    netlink.bind((0, 0))
    netlink.send(struct.pack("=IHHII", 16 + body, kind, NLM_F_REQUEST | NLM_F_DUMP, 1, 0) + bytes(body))
    done = False
    while not done:
        datagram = netlink.recv(65536)
        out.write(datagram)
        offset = 0
        while offset < len(datagram):
            length, message = struct.unpack_from("=IH", datagram, offset)
            done |= message == NLMSG_DONE
            offset += (length + 3) & ~3
