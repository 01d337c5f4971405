# Accepts everybody, sends back what it reads, and forgets to close.
import socket, sys, threading, time

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((sys.argv[1], int(sys.argv[2])))
listener.listen(16)

def serve(connection):
    while data := connection.recv(4096):
        connection.sendall(data)
    time.sleep(60)

while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
