# Prints one line without an end, as fast as it is read, on both its streams.
# Must not fill the harness's memory, nor keep it from its end; it does not serve, and fails.
import os

while True:
    for stream in (1, 2):
        os.write(stream, b'x' * 65536)
