# Lets its segments live for one hop, so that no capture beyond the router has them.
# Must fail: the router has dropped them, and no witness has missed anything.
import socket
from serving import listen, serve

server = listen()
server.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 1)
serve(server)
