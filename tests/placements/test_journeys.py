"""Promises of journeys: the first moment of each step, kept, and nothing more than is needed."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, delete, select

from accounts.audit import AuditAction, AuditReason, record
from accounts.models import (
    Account,
    Campaign,
    CampaignPlace,
    Region,
    RegionMunicipality,
    Role,
)
from coaching.models import (
    Assignment,
    Entry,
    EntryState,
    IntakeNote,
    Introduction,
    IntroductionState,
    Shortlist,
)
from foundation.database import reading, writing
from foundation.places import Postcode
from placements.journeys import Followed, follow_journeys, follow_when_behind
from placements.models import Journey, Outcome, OutcomeKind, OutcomeState
from profiles.models import Candidate, CandidateState, Preferences
from profiles.states import erase_person
from tests.profiles.worlds import NOW, speak
from vacancies.models import Employer, Vacancy, VacancyState

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def day(number: int) -> datetime:
    return BEGAN + timedelta(days=number)


@pytest.fixture
def town(session: Session) -> Session:
    """Two regions with a place each, a coach, a campaign and an open vacancy in zorg."""
    speak(session)
    session.add_all([Region(id=1, key="een", name="Een"), Region(id=2, key="twee", name="Twee")])
    session.flush()
    for code, municipality, region_id in (("2311", "Leiden", 1), ("2224", "Katwijk", 2)):
        session.add(RegionMunicipality(municipality=municipality, region_id=region_id))
        session.add(
            Postcode(code=code, place="x", municipality=municipality, latitude=52, longitude=4)
        )
    session.add(Account(id=9, role=Role.COACH, region_id=2, created_at=BEGAN, seen_at=BEGAN))
    session.flush()
    session.add(
        Campaign(id=1, name="Voorjaar", code="v", region_id=1, quota=9, starts_on=BEGAN.date(),
                 created_by=9, created_at=BEGAN)
    )  # fmt: skip
    session.add(Employer(id=1, kvk="12345678", trade_name="Demo", sector="zorg"))
    session.flush()
    session.add(
        Vacancy(id=1, employer_id=1, title="x", sector="zorg", state=VacancyState.OPEN, revision=1)
    )
    session.flush()
    session.add(Shortlist(id=1, vacancy_id=1, coach_id=9, opened_at=BEGAN))
    session.flush()
    return session


def somebody(
    session: Session, *, state: CandidateState = CandidateState.DRAFT, email: str | None = "a@b.nl"
) -> int:
    account = Account(role=Role.CANDIDATE, email=email, created_at=BEGAN, seen_at=BEGAN)
    session.add(account)
    session.flush()
    row = Candidate(
        name="Zoë", state=state, revision=1, created_at=BEGAN, confirmed_at=day(2),
        account_id=account.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def introduced(session: Session, candidate_id: int, at: datetime) -> None:
    entry = Entry(shortlist_id=1, candidate_id=candidate_id, state=EntryState.APPROVED,
                  engine_place=1, proposed_at=at)  # fmt: skip
    session.add(entry)
    session.flush()
    session.add(
        Introduction(entry_id=entry.id, vacancy_id=1, candidate_id=candidate_id, coach_id=9,
                     state=IntroductionState.INTRODUCED, asked_at=at, introduced_at=at)
    )  # fmt: skip
    session.flush()


def outcome(session: Session, candidate_id: int, at: datetime, **more: object) -> int:
    values = {"state": OutcomeState.DONE, "kind": OutcomeKind.DEVELOPMENT_ADVICE, **more}
    row = Outcome(
        public_id=f"{candidate_id}-{at}-{more}"[:32] if not more else f"{at}{len(str(more))}"[:32],
        candidate_id=candidate_id, coach_id=9, starts_on=at.date(), logged_at=at, **values,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def journey_of(session: Session, candidate_id: int) -> Journey | None:
    found = select(Journey).where(Journey.candidate_id == candidate_id)
    return session.exec(found.execution_options(populate_existing=True)).first()


def moments_of(session: Session, candidate_id: int) -> list[datetime | None]:
    row = journey_of(session, candidate_id)
    assert row is not None
    return [row.began_at, row.profile_at, row.intake_at, row.coached_at, row.introduced_at,
            row.outcome_at]  # fmt: skip


def walked(session: Session) -> int:
    """Somebody who took every step, twice over."""
    one = somebody(session, state=CandidateState.ACTIVE)
    for number in (1, 6):
        record(session, actor_id=None, actor_role=Role.CANDIDATE, candidate_id=one,
               action=AuditAction.PROFILE_ACTIVATED, reason=AuditReason.OWN,
               now=day(number))  # fmt: skip
    for number in (3, 8):
        ended = day(number + 1) if number == 3 else None
        session.add(Assignment(candidate_id=one, coach_id=9, since=day(number), ended_at=ended))
        session.add(IntakeNote(candidate_id=one, coach_id=9, text="x", written_at=day(number + 1)))
    introduced(session, one, day(10))
    outcome(session, one, day(20))
    outcome(session, one, day(30))
    return one


def test_each_step_holds_its_first_moment(town: Session) -> None:
    one = walked(town)

    assert follow_journeys(town, now=NOW) == Followed(new=1, changed=0)

    assert moments_of(town, one) == [BEGAN, day(1), day(3), day(4), day(10), day(20)]


def test_following_twice_changes_nothing(town: Session) -> None:
    walked(town)
    follow_journeys(town, now=NOW)

    assert follow_journeys(town, now=NOW) == Followed(new=0, changed=0)


def test_what_lies_ahead_is_not_counted_yet(town: Session) -> None:
    one = walked(town)

    follow_journeys(town, now=day(9))

    assert moments_of(town, one)[4:] == [None, None]


def test_a_profile_from_before_the_trail_counts_from_when_it_was_confirmed(town: Session) -> None:
    one = somebody(town, state=CandidateState.PAUSED)

    follow_journeys(town, now=NOW)

    assert moments_of(town, one)[1] == day(2)


@pytest.mark.parametrize(
    ("state", "email", "counts"),
    [
        (CandidateState.DRAFT, None, False),
        (CandidateState.DRAFT, "a@b.nl", True),
        (CandidateState.ACTIVE, None, True),
        (CandidateState.ERASED, None, False),
    ],
)
def test_who_only_looked_around_has_no_journey(town: Session, state, email, counts) -> None:
    one = somebody(town, state=state, email=email)

    follow_journeys(town, now=NOW)

    assert (journey_of(town, one) is not None) == counts


def test_a_step_stays_when_the_row_it_came_from_is_gone(town: Session) -> None:
    one = walked(town)
    follow_journeys(town, now=NOW)
    before = moments_of(town, one)

    for table in (Introduction, IntakeNote, Assignment):
        town.exec(delete(table).where(col(table.candidate_id) == one))
    follow_journeys(town, now=NOW)

    assert moments_of(town, one) == before
    row = journey_of(town, one)
    assert row is not None
    assert (row.sector, row.region_id) == ("zorg", 2)


def test_an_outcome_that_was_taken_back_never_happened(town: Session) -> None:
    one = somebody(town, state=CandidateState.ACTIVE)
    wrong = outcome(town, one, day(20))
    follow_journeys(town, now=NOW)
    assert moments_of(town, one)[5] == day(20)

    town.get_one(Outcome, wrong).state = OutcomeState.CORRECTED
    follow_journeys(town, now=NOW)

    assert moments_of(town, one)[5] is None


def test_a_corrected_outcome_counts_from_when_it_was_first_logged(town: Session) -> None:
    one = somebody(town, state=CandidateState.ACTIVE)
    wrong = outcome(town, one, day(20), state=OutcomeState.CORRECTED, sector="zorg")
    outcome(town, one, day(40), replaces_id=wrong, sector="techniek")

    follow_journeys(town, now=NOW)

    row = journey_of(town, one)
    assert row is not None
    assert (row.outcome_at, row.sector) == (day(20), "techniek")


def test_where_somebody_lives_and_whether_he_works_stay_as_at_the_profile(town: Session) -> None:
    one = somebody(town)
    lives = Preferences(candidate_id=one, postcode="2224")
    town.add(lives)
    person = town.get_one(Candidate, one)
    follow_journeys(town, now=NOW)

    lives.postcode, person.working, person.state = "2311", True, CandidateState.ACTIVE
    follow_journeys(town, now=NOW)
    lives.postcode, person.working = "2224", False
    follow_journeys(town, now=NOW)

    row = journey_of(town, one)
    assert row is not None
    assert (row.municipality, row.region_id, row.working) == ("Leiden", 1, True)


def test_the_region_is_that_of_the_campaign_or_the_coach_where_no_postcode_tells(town) -> None:
    of_campaign, of_coach, of_nobody = (
        somebody(town, email=f"{name}@b.nl") for name in ("x", "y", "z")
    )
    account_id = town.get_one(Candidate, of_campaign).account_id
    town.add(CampaignPlace(campaign_id=1, number=1, account_id=account_id, taken_at=BEGAN))
    town.add(Assignment(candidate_id=of_coach, coach_id=9, since=day(1)))

    follow_journeys(town, now=NOW)

    rows = [journey_of(town, one) for one in (of_campaign, of_coach, of_nobody)]
    assert [(row.region_id, row.campaign_id) for row in rows if row] == [
        (1, 1),
        (2, None),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("wished", "sector"),
    [({"techniek"}, "techniek"), ({"techniek", "zorg"}, ""), (set(), "")],
)
def test_the_sector_is_the_one_that_is_wished_when_there_is_one(town, wished, sector) -> None:
    one = somebody(town)
    town.add(Preferences(candidate_id=one, sectors=frozenset(wished)))

    follow_journeys(town, now=NOW)

    row = journey_of(town, one)
    assert row is not None
    assert row.sector == sector


def test_of_who_was_erased_stay_the_days_and_no_municipality(town: Session) -> None:
    one = walked(town)
    town.add(Preferences(candidate_id=one, postcode="2311"))
    follow_journeys(town, now=NOW)
    erase_person(town, candidate_id=one, now=NOW)

    follow_journeys(town, now=NOW)

    row = journey_of(town, one)
    assert row is not None
    assert (row.municipality, row.region_id, row.sector) == ("", 1, "zorg")
    assert [at.astimezone(UTC).isoformat() if at else None for at in moments_of(town, one)] == [
        "2026-03-01T23:00:00+00:00",
        "2026-03-02T23:00:00+00:00",
        "2026-03-04T23:00:00+00:00",
        "2026-03-05T23:00:00+00:00",
        "2026-03-11T23:00:00+00:00",
        "2026-03-21T23:00:00+00:00",
    ]
    assert follow_journeys(town, now=NOW) == Followed(new=0, changed=0)


def test_opening_the_page_again_follows_nothing_until_something_happened(town: Session) -> None:
    one = walked(town)
    assert follow_when_behind(town, now=NOW) == Followed(new=1, changed=0)

    def noted(action: AuditAction) -> None:
        record(town, actor_id=9, actor_role=Role.MANAGER, candidate_id=None, action=action,
               reason=AuditReason.STATISTICS, now=NOW)  # fmt: skip

    noted(AuditAction.FIGURES_SEEN)
    assert follow_when_behind(town, now=NOW) is None
    town.get_one(Candidate, one).working = True
    noted(AuditAction.PROFILE_CHANGED)
    assert follow_when_behind(town, now=NOW) == Followed(new=0, changed=1)


def test_two_processes_that_follow_at_once_make_each_journey_once(engine) -> None:
    with writing(engine) as session:
        for number in range(30):
            somebody(session, email=f"{number}@b.nl")
    refused: list[BaseException] = []
    start = threading.Barrier(4)

    def follow() -> None:
        try:
            start.wait()
            with writing(engine) as session:
                follow_journeys(session, now=NOW)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            refused.append(error)

    threads = [threading.Thread(target=follow) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == []
    with reading(engine) as session:
        assert len(session.exec(select(Journey)).all()) == 30
