"""Wishes and limits of a candidate: preferences, languages, and employers who must not see them."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from foundation.database import guarded
from foundation.errors import Conflict, Invalid, NotFound
from profiles.drafts import HiddenEmployerDraft, LanguageDraft, PreferencesDraft
from profiles.models import CandidateLanguage, HiddenEmployer, Preferences
from profiles.service import candidate_to_change
from skills.sectors import check_sectors

MOST_LANGUAGES = 20
MOST_HIDDEN = 50


class TooManyLanguages(Invalid):
    """More languages than a profile takes."""


class DoubleLanguage(Invalid):
    """The same language stands there twice."""


class TooManyHiddenEmployers(Invalid):
    """More employers to hide from than a profile takes."""


class AlreadyHidden(Conflict):
    """This employer is already on the list of the candidate."""


class UnknownHiddenEmployer(NotFound):
    """This line is not on the list of the candidate."""


def set_preferences(session: Session, *, candidate_id: int, draft: PreferencesDraft) -> Preferences:
    """Replace all wishes and limits at once; what the draft leaves out becomes "not said".

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        UnknownSector: a sector is not one of this region.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    check_sectors(session, draft.sectors)
    row = session.get(Preferences, candidate_id, populate_existing=True) or Preferences(
        candidate_id=candidate_id
    )
    row.sqlmodel_update(draft.model_dump())
    session.add(row)
    session.flush()
    return row


def preferences_of(session: Session, *, candidate_id: int) -> Preferences | None:
    """Find the wishes of a candidate; None when nothing was ever said."""
    return session.get(Preferences, candidate_id)


def set_languages(
    session: Session, *, candidate_id: int, drafts: Sequence[LanguageDraft]
) -> list[CandidateLanguage]:
    """Replace all languages of a candidate at once.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        TooManyLanguages, DoubleLanguage: the list itself is not right.
    """
    if len(drafts) > MOST_LANGUAGES:
        raise TooManyLanguages(f"Noem hoogstens {MOST_LANGUAGES} talen. Haal er een paar weg.")
    if len({draft.language for draft in drafts}) < len(drafts):
        raise DoubleLanguage("Dezelfde taal staat er twee keer. Haal er een weg.")
    candidate_to_change(session, candidate_id=candidate_id)
    owned = col(CandidateLanguage.candidate_id) == candidate_id
    session.exec(delete(CandidateLanguage).where(owned))
    rows = [
        CandidateLanguage.model_validate({**draft.model_dump(), "candidate_id": candidate_id})
        for draft in drafts
    ]
    session.add_all(rows)
    session.flush()
    return rows


def languages_of(session: Session, *, candidate_id: int) -> list[CandidateLanguage]:
    """List the languages of a candidate by code."""
    owned = select(CandidateLanguage).where(CandidateLanguage.candidate_id == candidate_id)
    return list(session.exec(owned.order_by(CandidateLanguage.language)))


def hide_from(session: Session, *, candidate_id: int, draft: HiddenEmployerDraft) -> HiddenEmployer:
    """Keep the candidate out of sight of one employer.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        TooManyHiddenEmployers: the list is full.
        AlreadyHidden: exactly this number and name are on the list.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    if len(hidden_employers_of(session, candidate_id=candidate_id)) >= MOST_HIDDEN:
        raise TooManyHiddenEmployers(
            f"Je lijst is vol: hoogstens {MOST_HIDDEN} bedrijven. Haal er eerst een weg."
        )
    row = HiddenEmployer(
        candidate_id=candidate_id, kvk=draft.kvk or "", trade_name=draft.trade_name
    )
    with guarded(session, AlreadyHidden("Dit bedrijf staat al op je lijst.")):
        session.add(row)
    return row


def stop_hiding(session: Session, *, candidate_id: int, hidden_id: int) -> None:
    """Take one employer off the list of the candidate.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        UnknownHiddenEmployer: the line is not on this list.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    row = session.get(HiddenEmployer, hidden_id, populate_existing=True)
    if row is None or row.candidate_id != candidate_id:
        raise UnknownHiddenEmployer("Dit bedrijf staat niet op je lijst. Ververs de pagina.")
    session.delete(row)
    session.flush()


def hidden_employers_of(session: Session, *, candidate_id: int) -> list[HiddenEmployer]:
    """List the employers a candidate hides from, in the order they were added."""
    owned = select(HiddenEmployer).where(HiddenEmployer.candidate_id == candidate_id)
    return list(session.exec(owned.order_by(col(HiddenEmployer.id))))


def is_hidden_from(
    session: Session, *, candidate_id: int, kvk: str | None, trade_name: str
) -> bool:
    """Tell whether a candidate hides from an employer, by its number or by its name."""
    return any(
        means_employer(one.kvk, one.trade_name, kvk=kvk, trade_name=trade_name)
        for one in hidden_employers_of(session, candidate_id=candidate_id)
    )


def means_employer(hidden_kvk: str, hidden_name: str, *, kvk: str | None, trade_name: str) -> bool:
    """Tell whether what a candidate wrote down is this employer; capitals make no difference."""
    same_number = bool(hidden_kvk) and hidden_kvk == kvk
    return same_number or hidden_name.casefold() == trade_name.casefold()
