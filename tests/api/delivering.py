"""Brings the mails that wait in the outbox to the folder, as a worker does."""

from datetime import UTC, datetime

from accounts.mail import Mail, mails_in, post_of
from accounts.outbox import deliver
from foundation.database import open_engine
from foundation.settings import Settings

# No mail of a test is written later than this.
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def delivered(settings: Settings) -> list[Mail]:
    """Deliver what waits, and give every mail there is, newest first."""
    engine = open_engine(settings)
    deliver(engine, post_of(settings), clock=lambda: LATER)
    engine.dispose()
    return mails_in(settings.folder)
