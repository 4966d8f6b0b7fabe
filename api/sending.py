"""Sends a mail after an answer has gone; one that cannot be sent is logged without its address."""

import structlog

from accounts.mail import Mail
from api.asking import Running
from foundation.errors import TalentError

log = structlog.get_logger("talent")


def send(app: Running, letter: Mail) -> bool:
    """Bring a mail away, and tell whether that worked."""
    try:
        app.post.send(letter)
    except TalentError as error:
        log.warning("mail", sent=False, error=type(error).__name__)
        return False
    return True
