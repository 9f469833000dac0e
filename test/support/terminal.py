"""Runs a command on a terminal of its own.

Arguments: a list of steps as JSON, then the command. A step waits for text on the screen, then types
keys or sends a signal. Prints as JSON what was on the screen, the exit code, and whether the terminal
shows what is typed once the command has ended.
"""
import json
import os
import pty
import select
import signal
import sys
import termios
import time

steps = json.loads(sys.argv[1])
command = sys.argv[2:]
# Opened here, and kept open, so that its settings can be asked for after the command has ended.
controller, terminal = pty.openpty()
pid = os.fork()
if pid == 0:
    os.setsid()
    for stream in range(3):
        os.dup2(terminal, stream)
    os.close(os.open(os.ttyname(terminal), os.O_RDWR))
    os.execvp(command[0], command)

screen = b""
deadline = time.time() + 45


def read(seconds):
    global screen
    if select.select([controller], [], [], seconds)[0]:
        screen += os.read(controller, 65536)


code = None
start = 0
for step in steps:
    expected = step["expect"].encode()
    while expected not in screen[start:]:
        if time.time() > deadline:
            os.kill(pid, signal.SIGKILL)
            sys.exit(f"never on the screen: {step['expect']}\n{screen.decode(errors='replace')}")
        read(0.1)
    start = screen.index(expected, start) + len(expected)
    # Longer than a pause between keys of one paste.
    time.sleep(0.2)
    if "type" in step:
        os.write(controller, step["type"].encode())
    else:
        os.kill(pid, getattr(signal, step["signal"]))
while True:
    done, status = os.waitpid(pid, os.WNOHANG)
    read(0.1)
    if done:
        break
    if time.time() > deadline:
        os.kill(pid, signal.SIGKILL)
read(0.1)
echo = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
code = os.waitstatus_to_exitcode(status)
print(json.dumps({"screen": screen.decode(errors="replace"), "code": code, "echo": echo}))
