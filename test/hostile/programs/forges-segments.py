# Tries to send segments of its own making: raw and packet sockets, TCP_REPAIR, foreign addresses, marks, a device of its own.
# Must send none, and serve: it passes.
import os, socket
from serving import attempt, serve

TCP_REPAIR, IP_TRANSPARENT, IPPROTO_IP = 19, 19, 0
for family, kind, protocol in (
    (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP), (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW),
    (socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_TCP), (socket.AF_PACKET, socket.SOCK_RAW, 0x300),
    (socket.AF_PACKET, socket.SOCK_DGRAM, 0x300), (socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP),
): # fmt: skip
    attempt(f'to open a socket of {family} {kind} {protocol}', lambda: socket.socket(family, kind, protocol))
with socket.socket() as plain:
    for level, name in ((socket.IPPROTO_TCP, TCP_REPAIR), (IPPROTO_IP, IP_TRANSPARENT), (socket.SOL_SOCKET, socket.SO_MARK)):
        attempt(f'to set {level} {name}', lambda: plain.setsockopt(level, name, 1))
attempt('to have a device of its own', lambda: os.open('/dev/net/tun', os.O_RDWR))
serve()
