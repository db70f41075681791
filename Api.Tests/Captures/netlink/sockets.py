"""sockets.py: opens sockets that wait, in every form, and holds them until it is ended."""
import signal
import socket

TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM
held = []


def wait(kind, address, port, v6only=None, device=None):
    waiting = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
    if v6only is not None:
        waiting.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
    if device:
        waiting.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode())
    waiting.bind((address, port))
    if kind == TCP:
        waiting.listen()
    held.append(waiting)


wait(TCP, "0.0.0.0", 80)
wait(TCP, "127.0.0.1", 81)
wait(TCP, "::", 82, v6only=1)
wait(TCP, "::", 83, v6only=0)
wait(TCP, "::ffff:127.0.0.1", 84, v6only=0)
wait(TCP, "0.0.0.0", 85, device="br0")
wait(UDP, "0.0.0.0", 53)
wait(UDP, "::1", 54, v6only=1)
signal.pause()
