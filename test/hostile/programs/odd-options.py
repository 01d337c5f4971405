# Sets odd values: the smallest segments there are, no buffers, another congestion control, a RST for a FIN.
# Must fail: it ends its connection by a RST, and nobody is blind for the rest.
import socket
from serving import listen, serve

server = listen()
for level, name, value in (
    (socket.IPPROTO_TCP, socket.TCP_MAXSEG, 88),
    (socket.SOL_SOCKET, socket.SO_RCVBUF, 0), (socket.SOL_SOCKET, socket.SO_SNDBUF, 0), (socket.IPPROTO_IP, socket.IP_TOS, 255),
    (socket.IPPROTO_TCP, socket.TCP_CONGESTION, b'reno'), (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1),
    (socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 30), (socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0'),
): # fmt: skip
    try:
        server.setsockopt(level, name, value)
    except OSError:
        pass
serve(server)
