"""Who gets which mail about an introduction; each goes in the outbox of the same transaction."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from accounts.models import Account
from accounts.outbox import post_later
from coaching.caseload import coach_of
from coaching.letters import Letter, introduction_letter
from coaching.models import Introduction, IntroductionState
from coaching.reply_links import make_link
from profiles.models import Candidate
from vacancies.models import Contact, Vacancy

ASKED = IntroductionState.ASKED


def contacts_of(session: Session, *, vacancy_id: int) -> list[Account]:
    """List who can answer for the employer of a vacancy, by mail."""
    acting = (
        select(Account)
        .join(Contact, col(Contact.account_id) == col(Account.id))
        .join(Vacancy, col(Vacancy.employer_id) == col(Contact.employer_id))
        .where(Vacancy.id == vacancy_id, col(Account.closed_at).is_(None))
        .where(col(Account.email).is_not(None))
    )
    return list(session.exec(acting.order_by(col(Account.id))))


def leading_coach(session: Session, row: Introduction) -> int:
    """Tell which coach an introduction is with: who guides the candidate now, else who asked."""
    return coach_of(session, candidate_id=row.candidate_id) or row.coach_id


def tell_candidate(
    session: Session, row: Introduction, letter: Letter, *, address: str, now: datetime
) -> None:
    """Mail the candidate a link to the introduction, after logging in."""
    link = f"{address}/voordrachten/{row.id}"
    _post(session, _candidate(session, row), letter, link, now)


def ask_candidate_by_mail(
    session: Session, row: Introduction, letter: Letter, *, address: str, now: datetime
) -> None:
    """Mail the candidate a link that answers without logging in."""
    _with_link(session, row, _candidate(session, row), letter, address, now)


def ask_employer_by_mail(
    session: Session, row: Introduction, letter: Letter, *, address: str, now: datetime
) -> None:
    """Mail everybody who acts for the employer a link of their own that answers at once."""
    people = contacts_of(session, vacancy_id=row.vacancy_id)
    _with_link(session, row, people, letter, address, now)


def tell_employer_it_stopped(
    session: Session, row: Introduction, *, address: str, now: datetime
) -> None:
    """Mail the employer that an introduction is over; who never saw it hears nothing."""
    if row.introduced_at is None:
        return
    people = contacts_of(session, vacancy_id=row.vacancy_id)
    _post(session, people, Letter.EMPLOYER_STOPPED, f"{address}/werkgever/voordrachten", now)


def tell_coach(
    session: Session, row: Introduction, letter: Letter, *, address: str, now: datetime
) -> None:
    """Mail the coach a link to the introduction, after logging in."""
    account = session.get(Account, leading_coach(session, row))
    found = [account] if account is not None and account.closed_at is None else []
    _post(session, found, letter, f"{address}/coach/voordrachten/{row.id}", now)


def ask_again(
    session: Session,
    row: Introduction,
    letters: tuple[Letter, Letter],
    *,
    address: str,
    now: datetime,
) -> None:
    """Mail a new link to whoever is to answer: the first letter a candidate, the second a firm."""
    if row.state is ASKED:
        ask_candidate_by_mail(session, row, letters[0], address=address, now=now)
    else:
        ask_employer_by_mail(session, row, letters[1], address=address, now=now)


def _candidate(session: Session, row: Introduction) -> list[Account]:
    found = (
        select(Account)
        .join(Candidate, col(Candidate.account_id) == col(Account.id))
        .where(Candidate.id == row.candidate_id, col(Account.closed_at).is_(None))
    )
    return list(session.exec(found))


def _with_link(
    session: Session,
    row: Introduction,
    people: Iterable[Account],
    letter: Letter,
    address: str,
    now: datetime,
) -> None:
    for one in people:
        if one.email is not None:
            link = make_link(session, introduction=row, account_id=one.id, address=address, now=now)
            _post(session, [one], letter, link, now)


def _post(
    session: Session, people: Iterable[Account], letter: Letter, link: str, now: datetime
) -> None:
    for one in people:
        if one.email is not None:
            mail = introduction_letter(letter, one.email, link=link, language=one.language)
            post_later(session, mail, now=now)
