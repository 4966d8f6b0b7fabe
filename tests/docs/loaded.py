"""The `talent` command, loaded once: each use is a copy of that process, in a folder of its own.

Loading takes two seconds, and the pages hold dozens of commands. A copy has its own arguments,
folder, environment and standard streams, as a program that was just started.

`python loaded.py serve DOOR` loads and waits; `python loaded.py ask DOOR …` runs one command.
"""

import json
import os
import signal
import socket
import sys
import traceback
from typing import NoReturn

MOST = 1_000_000


def serve(path: str) -> NoReturn:
    """Load the program and answer everybody who comes to the door, each in a process."""
    import api.program  # noqa: F401 - what takes so long

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(f"{path}.new")
        door.listen()
        os.rename(f"{path}.new", path)  # noqa: PTH104 - whoever finds the door can come in
        while True:
            asker, _ = door.accept()
            if os.fork() == 0:
                _answer(asker)
            asker.close()


def _answer(asker: socket.socket) -> NoReturn:
    from api.cli import main

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    told, streams, *_ = socket.recv_fds(asker, MOST, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    # Opened anew: those of this process know whether they were files, and where in them they stood.
    sys.stdin, sys.stdout, sys.stderr = (open(number, kind) for number, kind in enumerate("rww"))  # noqa: PTH123, SIM115
    asked = json.loads(told)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["talent", *asked["words"]]
    code: object = 1
    try:
        main()
    except SystemExit as stop:
        code = stop.code or 0
    except BaseException:  # noqa: BLE001 - as Python itself would, at the end of a program
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        asker.sendall(str(code).encode())
        os._exit(0)


def ask(path: str, words: list[str]) -> int:
    """Run one command; give its exit code."""
    asked = {"folder": os.getcwd(), "environment": dict(os.environ), "words": words}  # noqa: PTH109 - imports no more than it must
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(path)
        socket.send_fds(door, [json.dumps(asked).encode()], [0, 1, 2])
        return int(door.recv(10) or 1)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    sys.exit(ask(sys.argv[2], sys.argv[3:]))
