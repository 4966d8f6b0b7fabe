"""What a candidate did before: work, care, volunteering, a hobby. Never read by the scorer."""

from sqlmodel import Session, col, select

from foundation.errors import Invalid, NotFound
from profiles.drafts import ExperienceDraft
from profiles.models import Experience
from profiles.service import candidate_to_change
from skills.models import Occupation

MOST_EXPERIENCES = 50


class TooManyExperiences(Invalid):
    """More experiences than a profile takes."""


class UnknownExperience(NotFound):
    """This experience is not on the profile."""


class UnknownOccupation(Invalid):
    """The occupation that was chosen does not exist."""


def add_experience(session: Session, *, candidate_id: int, draft: ExperienceDraft) -> Experience:
    """Add something the person did.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        TooManyExperiences: the profile is full.
        UnknownOccupation: the occupation is not in the taxonomy.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    if len(experiences_of(session, candidate_id=candidate_id)) >= MOST_EXPERIENCES:
        raise TooManyExperiences(f"Noem hoogstens {MOST_EXPERIENCES} ervaringen. Haal er een weg.")
    chosen = draft.occupation_id
    if chosen is not None and session.get(Occupation, chosen) is None:
        raise UnknownOccupation("Dit beroep kennen we niet. Kies een beroep uit de lijst.")
    row = Experience.model_validate({**draft.model_dump(), "candidate_id": candidate_id})
    session.add(row)
    session.flush()
    return row


def remove_experience(session: Session, *, candidate_id: int, experience_id: int) -> None:
    """Take an experience off the profile.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        UnknownExperience: it is not on this profile.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    row = session.get(Experience, experience_id, populate_existing=True)
    if row is None or row.candidate_id != candidate_id:
        raise UnknownExperience("Deze ervaring staat niet op het profiel. Ververs de pagina.")
    session.delete(row)
    session.flush()


def experiences_of(session: Session, *, candidate_id: int) -> list[Experience]:
    """List the experiences of a candidate, in the order they were added."""
    owned = select(Experience).where(Experience.candidate_id == candidate_id)
    return list(session.exec(owned.order_by(col(Experience.id))))
