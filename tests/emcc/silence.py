# SPDX-License-Identifier: MIT
"""A host that never answers: its queue of connections is full, so that the kernel drops every new one. Prints its port."""

import socket
import time

listener = socket.create_server(("127.0.0.1", 0), backlog=0)
address = listener.getsockname()
waiting = []
for _ in range(4):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(address)
    waiting.append(client)
time.sleep(0.1)
print(address[1], flush=True)
while True:
    time.sleep(60)
