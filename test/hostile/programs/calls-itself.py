# Opens and closes connections with itself without end, each of which is a story of its own.
# Must fail, in time: it serves nobody.
import os, socket, sys
from serving import listen

server = listen()
own = socket.create_server((sys.argv[1], 9999), backlog=1000)
os.fork()
while True:
    with socket.create_connection(own.getsockname()):
        own.accept()[0].close()
