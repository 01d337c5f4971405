# Tries to use up the machine's memory: its own, and files in memory that no process has mapped.
# Must come upon its limit; it does not serve, and fails.
import os

held = []
while True:
    file = os.memfd_create('held')
    held.append(file)
    os.write(file, b'x' * 32 * 1024 ** 2)
    held.append(bytearray(os.urandom(1024)) * 32 * 1024)
