"""The `talent` command: one Dutch line and exit code 2 for what goes wrong, never a traceback."""

import sys
from io import StringIO

INTERRUPTED = 130


def main() -> None:
    """Run the command; Ctrl-C ends it in one line, also while the libraries are still loading."""
    sys.stdout, sys.stderr = sys.stdout or StringIO(), sys.stderr or StringIO()  # None when closed
    try:
        from api.program import run  # takes a second or more, in which people press Ctrl-C too

        code = run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        sys.stderr.write("Gestopt. Wat nog niet klaar was, is niet bewaard.\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
