# Floods its network with datagrams, so that whoever captures there loses some, and does not serve.
# Must fail: what it does not do is seen nevertheless.
import os, socket, sys

server = socket.create_server((sys.argv[1], int(sys.argv[2])))
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
to = (sys.argv[1].rsplit('.', 1)[0] + '.1', 9)
os.fork()
while True:
    try:
        out.sendto(b'x' * 1400, to)
    except OSError:
        pass
