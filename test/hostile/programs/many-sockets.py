# Tries to open 10,000 sockets, half of them listening and the rest connected to those, and keeps them.
# Must come upon its limits: more than is recorded nobody judges, and it is ended and fails.
import socket
from serving import listen, managed, serve

server = listen()
held = []
try:
    while len(held) < 10_000:
        held.append(socket.create_server(('127.0.0.1', 0)))
        held.append(socket.create_connection(held[-1].getsockname()))
    managed('to open 10,000 sockets')
except OSError:
    for each in held[-8:]:
        each.close()
serve(server)
