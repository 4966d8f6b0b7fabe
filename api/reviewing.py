"""What pages and routes about shortlists share: the engine, or nothing while it is stopped."""

from typing import Annotated

from fastapi import Depends

from api.asking import App, Reading
from coaching.stopping import MatchingStopped
from matching.service import Matcher


def _matcher(app: App, session: Reading) -> Matcher | None:
    try:
        return app.engines.matcher(session)
    except MatchingStopped:
        return None


# While the comparing is stopped, what people decided stays to be seen and to be decided about.
MatchingOrNot = Annotated[Matcher | None, Depends(_matcher)]
