"""A year of the demonstration: who was guided, introduced and answered, from the seeds alone.

What happened before today is written as rows on its own day; what came of it goes through the
services (seed/results.py), so that the handover and the check-ins are those of real outcomes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session, col, select

from accounts.models import Account, Campaign, CampaignPlace, Region, RegionMunicipality, Role
from accounts.service import accounts_of
from coaching.models import (
    Assignment,
    DeclineReason,
    Entry,
    EntryState,
    IntakeNote,
    Introduction,
    IntroductionState,
    IntroductionStep,
    Review,
    ReviewKind,
    ReviewReason,
    Shortlist,
)
from foundation.places import Postcode
from profiles.consent import give_consent
from profiles.consent_texts import TEXTS
from profiles.drafts import ConsentDraft
from profiles.models import Candidate, CandidateSkill, CandidateState, Preferences, Purpose
from seed.language import read_language
from seed.logins import DOMAIN, MUSICIANS
from seed.region import SEED, SEED_DAY
from seed.story import EMPLOYER, MUSICIAN
from seed.work import make_vacancies
from vacancies.employers import name_contact
from vacancies.models import Contact, Employer, Requirement, Vacancy, VacancyState

S = IntroductionState
# Of everybody who takes part: whom a coach takes on, and with whom of them he has talked.
TAKEN_ON, TALKED = 0.55, 0.85
ON_A_LIST, INTRODUCED = 5, 2
# How introductions end, and how often. Our own choice: no programme publishes it.
ENDS = ((S.ACCEPTED, 18), (S.DECLINED, 40), (S.REFUSED, 15), (S.NO_ANSWER, 16), (S.WITHDRAWN, 11))
NOTES = (
    "Eerste gesprek. Wil leren in de praktijk, het liefst in de buurt.",
    "Eerste gesprek. Heeft werk, maar wil iets met meer toekomst.",
    "Eerste gesprek. Wil eerst een dag meelopen.",
    "Eerste gesprek. Zoekt vaste uren overdag.",
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An introduction that led to a place: who, where, by which coach, and when."""

    introduction_id: int
    candidate_id: int
    coach_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Lived:
    """What a year left: who was accepted, and who is guided besides, with the coach of each."""

    accepted: tuple[Accepted, ...]
    guided: tuple[tuple[int, int], ...]


def live_a_year(session: Session, *, region_key: str, vacancies: int, quota: int) -> Lived:
    """Let a region live through the year before the day of the seeds."""
    region = session.exec(select(Region).where(Region.key == region_key)).one()
    chance = Random(f"{SEED} year {region_key}")
    people = _people(session, region.id)
    _join(session, region, people, quota)
    coaches = [
        row.id
        for row in accounts_of(session, roles=frozenset({Role.COACH}))
        if row.region_id == region.id
    ]
    # The story of the musician is still to come.
    others = [one for one in people if one.name != MUSICIAN]
    guided = _guide(session, chance, others, coaches)
    accepted = []
    free = dict(guided)
    work = _past_work(session, chance, region.id, vacancies)
    days = sorted((chance.randrange(35, 320) for _ in work), reverse=True)
    for vacancy, ago in zip(work, days, strict=True):
        opened = SEED_DAY - timedelta(days=ago)
        there = {one: coach for one, (coach, since) in free.items() if since < opened}
        for place in _list(session, chance, vacancy, there, opened):
            free.pop(place.candidate_id, None)
            accepted.append(place)
    session.flush()
    return Lived(tuple(accepted), tuple((one, coach) for one, (coach, _) in free.items()))


def _people(session: Session, region_id: int) -> list[Candidate]:
    """List who lives in a region, the first to begin first."""
    living = (
        select(Candidate)
        .join(Preferences, col(Preferences.candidate_id) == col(Candidate.id))
        .join(Postcode, col(Postcode.code) == col(Preferences.postcode))
        .join(
            RegionMunicipality, col(RegionMunicipality.municipality) == col(Postcode.municipality)
        )
        .where(RegionMunicipality.region_id == region_id)
    )
    return list(session.exec(living.order_by(col(Candidate.created_at), col(Candidate.id))))


def _join(session: Session, region: Region, people: Sequence[Candidate], quota: int) -> None:
    """Give everybody an account, opened through the campaign of the region."""
    manager = session.exec(
        select(Account.id).where(Account.role == Role.MANAGER, Account.region_id == region.id)
    ).first()
    if manager is None:
        return
    campaign = Campaign(
        name=f"Pilot {region.name}",
        code=f"pilot-{region.key}",
        region_id=region.id,
        quota=quota,
        starts_on=(SEED_DAY - timedelta(days=365)).date(),
        created_by=manager,
        created_at=SEED_DAY - timedelta(days=370),
    )
    session.add(campaign)
    session.flush()
    for number, one in enumerate(people[:quota], 1):
        account = Account(
            role=Role.CANDIDATE,
            email=f"{MUSICIANS if one.name == MUSICIAN else f'k{one.id}'}@{DOMAIN}",
            created_at=one.created_at,
            seen_at=SEED_DAY,
        )
        session.add(account)
        session.flush()
        one.account_id = account.id
        session.add(
            CampaignPlace(
                campaign_id=campaign.id,
                number=number,
                account_id=account.id,
                taken_at=one.created_at,
            )
        )
    session.flush()


def _guide(
    session: Session, chance: Random, people: Iterable[Candidate], coaches: Sequence[int]
) -> dict[int, tuple[int, datetime]]:
    """Let coaches talk with people and guide most; gives the coach of each, and since when."""
    guided = {}
    for one in people:
        if one.state is not CandidateState.ACTIVE or chance.random() > TAKEN_ON:
            continue
        since = one.created_at + timedelta(days=chance.randrange(3, 30), hours=1)
        if since > SEED_DAY:
            continue
        coach = chance.choice(coaches)
        session.add(Assignment(candidate_id=one.id, coach_id=coach, since=since))
        guided[one.id] = (coach, since)
        talked = since + timedelta(days=chance.randrange(1, 15))
        if chance.random() < TALKED and talked < SEED_DAY:
            text = chance.choice(NOTES)
            of = {"candidate_id": one.id, "coach_id": coach}
            session.add(IntakeNote(text=text, written_at=talked, **of))
        if chance.random() < 0.5:
            draft = ConsentDraft(
                purpose=Purpose.RESEARCH, text_version=TEXTS[Purpose.RESEARCH].version
            )
            give_consent(session, candidate_id=one.id, draft=draft, now=since)
    session.flush()
    return guided


def _contacts(session: Session, employers: Iterable[Employer]) -> None:
    """Let somebody act for each company, so that both sides are asked how it goes."""
    for employer in employers:
        acting = select(Contact).where(Contact.employer_id == employer.id)
        if session.exec(acting).first() is None:
            account = Account(
                role=Role.EMPLOYER,
                name="Demo Contact",
                email=f"contact{employer.id}@{DOMAIN}",
                created_at=SEED_DAY - timedelta(days=365),
                seen_at=SEED_DAY,
            )
            session.add(account)
            session.flush()
            name_contact(session, account_id=account.id, employer_id=employer.id)


def _past_work(session: Session, chance: Random, region_id: int, number: int) -> list[Vacancy]:
    """Make work that was offered during the year and is filled or closed by now."""
    firms = select(Employer).where(
        Employer.region_id == region_id, col(Employer.waiting_since).is_(None)
    )
    employers = [(row, 1) for row in session.exec(firms.order_by(col(Employer.id)))]
    _contacts(session, (row for row, _ in employers if row.trade_name != EMPLOYER))
    made = make_vacancies(
        session,
        chance,
        read_language(session),
        employers,
        number=number,
        today=SEED_DAY.date() - timedelta(days=300),
        step=lambda: None,
    )
    for vacancy in made:
        vacancy.state = VacancyState.CLOSED
    session.flush()
    return made


def _list(
    session: Session,
    chance: Random,
    vacancy: Vacancy,
    free: dict[int, int],
    opened: datetime,
) -> list[Accepted]:
    """Let a coach review five people for one vacancy and introduce two of them."""
    ranked = _nearest(session, vacancy.id, free)
    if not ranked:
        return []
    shortlist = Shortlist(
        vacancy_id=vacancy.id, coach_id=free[ranked[0]], opened_at=opened, spread=False
    )
    session.add(shortlist)
    session.flush()
    found = []
    asked = 0
    for place, one in enumerate(ranked, 1):
        chosen = asked < INTRODUCED and chance.random() < 0.75 - 0.1 * place
        entry = _reviewed(session, chance, shortlist, one, place, chosen, opened)
        if chosen:
            asked += 1
            accepted = _introduced(session, chance, vacancy, entry, free[one])
            found += [accepted] if accepted is not None else []
    if found:
        vacancy.state, vacancy.places = VacancyState.FILLED, max(vacancy.places, len(found))
    return found


def _nearest(session: Session, vacancy_id: int, free: dict[int, int]) -> list[int]:
    """Choose who has most of the skills that are asked, the lowest number first among equals."""
    asked = select(Requirement.skill_id).where(Requirement.vacancy_id == vacancy_id)
    having = select(CandidateSkill.candidate_id).where(
        col(CandidateSkill.skill_id).in_(asked), col(CandidateSkill.candidate_id).in_(list(free))
    )
    counts: dict[int, int] = {}
    for one in session.exec(having):
        counts[one] = counts.get(one, 0) + 1
    return sorted(counts, key=lambda one: (-counts[one], one))[:ON_A_LIST]


def _reviewed(
    session: Session,
    chance: Random,
    shortlist: Shortlist,
    candidate_id: int,
    place: int,
    chosen: bool,
    opened: datetime,
) -> Entry:
    entry = Entry(
        shortlist_id=shortlist.id,
        candidate_id=candidate_id,
        state=EntryState.APPROVED if chosen else EntryState.SET_ASIDE,
        engine_place=place,
        proposed_at=opened,
        revision=2,
    )
    session.add(entry)
    session.flush()
    good = (ReviewReason.SKILLS_FIT, ReviewReason.MORE_THAN_SHOWN, ReviewReason.WANTS_THIS)
    bad = (ReviewReason.SKILL_MISSING, ReviewReason.LIMIT, ReviewReason.OTHER_WORK_FIRST)
    review = Review(
        entry_id=entry.id,
        coach_id=shortlist.coach_id,
        kind=ReviewKind.APPROVE if chosen else ReviewKind.SET_ASIDE,
        reason=chance.choice(good if chosen else bad),
        at=opened + timedelta(hours=place),
        seconds_open=chance.randrange(15, 240),
        engine_place=place,
        place=place,
        spread=False,
        agreed=chosen is (place <= INTRODUCED),
    )
    session.add(review)
    return entry


def _introduced(
    session: Session, chance: Random, vacancy: Vacancy, entry: Entry, coach_id: int
) -> Accepted | None:
    """Ask somebody and let the introduction go where chance takes it, step by step."""
    asked = entry.proposed_at + timedelta(days=chance.randrange(1, 5))
    agreed = asked + timedelta(days=chance.randrange(0, 4), hours=2)
    answered = agreed + timedelta(days=chance.randrange(1, 8), hours=3)
    end = chance.choices([one for one, _ in ENDS], [share for _, share in ENDS])[0]
    shown = end is not S.REFUSED
    row = Introduction(
        entry_id=entry.id,
        vacancy_id=vacancy.id,
        candidate_id=entry.candidate_id,
        coach_id=coach_id,
        state=end,
        words="Dit werk vraagt wat jij al kunt.",
        presentation="Ik leer graag en ik ben op tijd." if shown else "",
        asked_at=asked,
        introduced_at=agreed if shown else None,
        reminded_at=answered - timedelta(days=1) if end is S.NO_ANSWER else None,
        escalated_at=answered if end is S.NO_ANSWER else None,
        ended_at=None if end is S.ACCEPTED else answered,
        decline_reason=chance.choice(list(DeclineReason)) if end is S.DECLINED else None,
        seat=_seat(session, vacancy) if end is S.ACCEPTED else None,
    )
    session.add(row)
    session.flush()
    _steps(session, row, agreed, answered)
    if end is not S.ACCEPTED:
        return None
    return Accepted(row.id, entry.candidate_id, coach_id, answered)


def _seat(session: Session, vacancy: Vacancy) -> int:
    taken = select(Introduction.seat).where(
        Introduction.vacancy_id == vacancy.id, col(Introduction.seat).is_not(None)
    )
    return len(session.exec(taken).all()) + 1


def _steps(session: Session, row: Introduction, agreed: datetime, answered: datetime) -> None:
    person, employer = Role.CANDIDATE.value, Role.EMPLOYER.value
    told = {
        S.REFUSED: ("refused", person),
        S.ACCEPTED: ("accepted", employer),
        S.DECLINED: ("declined", employer),
        S.NO_ANSWER: ("closed", Role.COACH.value),
        S.WITHDRAWN: ("withdrawn", person),
    }
    made = [(S.ASKED, row.asked_at, "asked", Role.COACH.value)]
    if row.introduced_at is not None:
        made.append((S.INTRODUCED, agreed, "introduced", person))
    if row.reminded_at is not None:
        made.append((S.INTRODUCED, row.reminded_at, "reminded", ""))
        made.append((S.INTRODUCED, answered, "escalated", ""))
    what, by = told[row.state]
    made.append((row.state, answered, what, by))
    for state, at, happened, role in made:
        session.add(
            IntroductionStep(
                introduction_id=row.id, state=state, at=at, what=happened, actor_role=role
            )
        )
    session.flush()
