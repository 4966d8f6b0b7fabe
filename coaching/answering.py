"""Answering an objection and telling the candidate, by a mail that says nothing but where to read.

The answer itself is in `coaching.objections`.
"""

from datetime import datetime

from sqlmodel import Session

from coaching.coaching_letters import objection_answered_letter, post_to_candidate
from coaching.drafts import AnswerDraft
from coaching.models import Objection
from coaching.objections import answer_objection

READ_HERE = "/rechten/bezwaar"


def answer_and_tell(
    session: Session,
    *,
    objection_id: int,
    coach_id: int,
    draft: AnswerDraft,
    address: str,
    now: datetime,
) -> Objection:
    """Answer an objection, with a mail to the candidate; `address` is that of the site.

    Raises:
        UnknownObjection, NoCoach, OwnCoach, AlreadyAnswered: see `answer_objection`.
    """
    row = answer_objection(
        session, objection_id=objection_id, coach_id=coach_id, draft=draft, now=now
    )
    post_to_candidate(
        session,
        candidate_id=row.candidate_id,
        letter=objection_answered_letter,
        link=f"{address}{READ_HERE}",
        now=now,
    )
    return row
