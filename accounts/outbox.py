"""Mails that must leave: written in the transaction of what they tell about, sent afterwards."""

from datetime import datetime
from email.utils import make_msgid

from sqlmodel import Session

from accounts.mail import Mail
from accounts.models import OutgoingMail


def post_later(session: Session, mail: Mail, *, now: datetime) -> OutgoingMail:
    """Put a mail in the outbox; it leaves after the commit, or never when there is none."""
    row = OutgoingMail(
        message_id=make_msgid(domain="talent"),
        to_address=mail.to,
        subject=mail.subject,
        text=mail.text,
        created_at=now,
        due_at=now,
    )
    session.add(row)
    session.flush()
    return row
