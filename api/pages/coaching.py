"""What the pages of a coach share: who is asked about, who asks, and numbers in an address."""

from typing import Annotated

from fastapi import Depends, Path

from accounts.permissions import Act, Subject, Viewer, nothing_here
from api.asking import LARGEST_ID, Allowed

NoteNumber = Annotated[int, Path(alias="noteId", ge=1, le=LARGEST_ID)]
SkillNumber = Annotated[int, Path(alias="skillId", ge=1, le=LARGEST_ID)]


def _number(subject: Subject) -> int:
    if subject.candidate_id is None:
        raise nothing_here()
    return subject.candidate_id


def _guided(subject: Annotated[Subject, Depends(Allowed(Act.GUIDE_CANDIDATE))]) -> int:
    return _number(subject)


def _taken_on(subject: Annotated[Subject, Depends(Allowed(Act.TAKE_ON))]) -> int:
    return _number(subject)


# The number of somebody the coach guides, and of somebody a coach may begin to guide.
GuidedCandidate = Annotated[int, Depends(_guided)]
CandidateToTakeOn = Annotated[int, Depends(_taken_on)]


def own_account(viewer: Viewer) -> int:
    """Give the account of whoever is logged in."""
    if viewer.account_id is None:
        raise nothing_here()
    return viewer.account_id
