"""`talent worker`: do the work that goes on by itself, in a process of its own."""

import signal
import threading

from api.commands.logging_lines import log_as_json
from api.commands.opening import Database, console, opened


def worker(database: Database = None) -> None:
    """Doe het werk dat vanzelf gaat: mails, antwoordtijd, herinneringen, opruimen en bewaren.

    Dit hoort bij een eigen PostgreSQL en "talent web --no-worker". Met SQLite doet "talent web" het
    zelf.
    """
    from api.background import Background  # the queue takes a while to load

    told = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: told.set())
    log_as_json()
    with opened(database) as place:
        background = Background(place.settings, place.engine)
        background.start()
        console.print("Ik doe het werk dat vanzelf gaat. Stop met Ctrl-C.")
        while not told.wait(1):  # with an end, or Ctrl-C is not heard on Windows
            pass
        console.print("Ik maak af waar ik mee bezig ben, en stop dan.")
        background.stop()
