# Prints what is no text: every byte, broken UTF-8, NULs, separators of other languages; then serves.
# Must leave the record and the verdict readable; it passes.
import os
from serving import serve

os.write(1, bytes(range(256)) * 16 + b'\n\xff\xfe\xed\xa0\x80\xc0\x80\n' + '\u2028\u2029\u202e\ufeff\n'.encode())
os.write(2, os.urandom(4096) + b'\n')
serve()
