"""Promises of the pool search: members only, nobody by name, nobody who did not agree, a limit."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from accounts.models import Account, AuditEntry, Role
from coaching.card_names import card_name, key_of_names
from coaching.models import HarvestNotice, PoolView
from coaching.pool_cards import Fit
from coaching.pool_search import NotAMember, NothingAsked, PoolQuestion, search_pool
from coaching.pool_views import MOST_A_DAY, Searcher, harvest_notices
from foundation.clock import day_here
from foundation.database import writing
from foundation.places import Postcode
from foundation.revision import Stream, next_revision
from matching.service import open_matcher, people_for
from profiles.models import (
    Candidate,
    CandidateSkill,
    CandidateState,
    Consent,
    HiddenEmployer,
    Preferences,
    Purpose,
)
from tests.profiles.worlds import DRIVING, DUTCH, NOW, PIANO, TYPING, WELDING, speak
from vacancies.drafts import EmployerDraft, RequirementDraft, VacancyDraft
from vacancies.employers import register_employer, set_membership
from vacancies.models import Employer, Importance
from vacancies.requirements import set_requirements
from vacancies.service import open_vacancy, write_vacancy

KEY = b"k" * 32


def ask(*skills: int, level: int | None = None) -> PoolQuestion:
    asked = [
        RequirementDraft(skill_id=one, importance=Importance.REQUIRED, level=level)
        for one in skills
    ]
    return PoolQuestion(skills=tuple(asked))


def people(
    session: Session,
    number: int,
    skills: dict[int, int | None],
    *,
    purposes: Sequence[Purpose] = (Purpose.MATCHING, Purpose.POOL_SEARCH),
    state: CandidateState = CandidateState.ACTIVE,
    postcode: str | None = "2312",
    hours: int | None = 20,
) -> list[int]:
    """Put people in the pool, past the steps that lead there."""
    revision = next_revision(session, Stream.CANDIDATES)
    rows = [
        Candidate(
            name="Kanarie Zq", state=state, revision=revision, created_at=NOW, confirmed_at=NOW
        )
        for _ in range(number)
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        session.add(Preferences(candidate_id=row.id, postcode=postcode, hours_max=hours))
        for skill, level in skills.items():
            session.add(CandidateSkill(candidate_id=row.id, skill_id=skill, level=level))
        for purpose in purposes:
            session.add(
                Consent(candidate_id=row.id, purpose=purpose, text_version="1", given_at=NOW)
            )
    session.flush()
    return [row.id for row in rows]


def member(session: Session, kvk: str, name: str, until=NOW) -> Searcher:
    draft = EmployerDraft(kvk=kvk, trade_name=name, sector="techniek", postcode="2312")
    employer = register_employer(session, draft=draft)
    set_membership(session, employer_id=employer.id, member_until=day_here(until))
    account = Account(role=Role.EMPLOYER, name="", created_at=NOW, seen_at=NOW)
    session.add(account)
    session.flush()
    return Searcher(employer.id, account.id, KEY)


@pytest.fixture
def us(session) -> Searcher:
    """A member for one more day."""
    speak(session)
    session.add(
        Postcode(code="2312", place="Leiden", municipality="Leiden", latitude=52.2, longitude=4.5)
    )
    return member(session, "12345678", "Demo Staal")


@pytest.fixture
def matcher(session, us, settings):
    return open_matcher(session, settings)


def found(session, matcher, us, question, page=1, now=NOW):
    return search_pool(session, matcher, searcher=us, question=question, page=page, now=now)


def names(us: Searcher, ids: Sequence[int]) -> list[str]:
    return [card_name(KEY, employer_id=us.employer_id, candidate_id=one) for one in ids]


def test_the_order_is_that_of_the_one_score_and_nobody_is_left_out(session, matcher, us):
    people(session, 6, {WELDING: 4, DRIVING: 4})
    people(session, 12, {WELDING: 2, DUTCH: 3})
    people(session, 7, {PIANO: 5})
    draft = VacancyDraft(title="Lasser", sector="techniek")
    vacancy = write_vacancy(session, employer_id=us.employer_id, draft=draft).id
    asked = ask(WELDING, DRIVING, level=3).skills
    set_requirements(session, vacancy_id=vacancy, drafts=asked)
    open_vacancy(session, vacancy_id=vacancy)
    ranked = [
        one.candidate_id for one in people_for(session, matcher, vacancy=vacancy, most=None).matches
    ]
    answers = [found(session, matcher, us, PoolQuestion(vacancy), page) for page in (1, 2)]
    cards = [card for answer in answers for card in answer.cards]
    assert [card.name for card in cards] == names(us, ranked)
    assert (answers[0].pages, answers[0].total) == (2, 25)
    words = [card.fit for card in cards]
    assert words == [Fit.NOW] * 6 + [Fit.PART] * 12 + [Fit.FURTHER] * 7


def test_only_who_agreed_is_active_and_does_not_hide_is_found(session, matcher, us):
    [shown] = people(session, 1, {WELDING: 3})
    people(session, 1, {WELDING: 3}, purposes=[Purpose.MATCHING])
    people(session, 1, {WELDING: 3}, purposes=[Purpose.POOL_SEARCH])
    people(session, 1, {WELDING: 3}, state=CandidateState.PAUSED)
    people(session, 1, {WELDING: 3}, state=CandidateState.WITHDRAWN)
    by_number, by_name = people(session, 2, {WELDING: 3})
    session.add(HiddenEmployer(candidate_id=by_number, kvk="12345678"))
    session.add(HiddenEmployer(candidate_id=by_name, trade_name="DEMO staal"))
    session.flush()
    answer = found(session, matcher, us, ask(WELDING))
    assert [card.name for card in answer.cards] == names(us, [shown])
    assert answer.total == 1


def test_who_takes_the_consent_back_is_gone_at_once(session, matcher, us):
    [one] = people(session, 1, {WELDING: 3})
    assert found(session, matcher, us, ask(WELDING)).total == 1
    for consent in session.exec(select(Consent).where(Consent.candidate_id == one)):
        if consent.purpose is Purpose.POOL_SEARCH:
            consent.withdrawn_at = NOW
    session.flush()
    answer = found(session, matcher, us, ask(WELDING))
    assert (answer.cards, answer.total, answer.pages) == ((), 0, 1)


def test_a_rare_skill_is_counted_and_named_only_when_it_was_asked(session, matcher, us):
    people(session, 5, {WELDING: 3})
    people(session, 1, {WELDING: 3, PIANO: 5, TYPING: None})
    told = {card.others: card for card in found(session, matcher, us, ask(WELDING)).cards}
    assert [one.skill_id for one in told[2].skills] == [WELDING]
    asked = found(session, matcher, us, ask(WELDING, PIANO)).cards
    assert [(one.skill_id, one.level) for one in asked[0].skills] == [(PIANO, 5), (WELDING, 3)]
    assert asked[0].others == 1


def test_a_card_says_the_town_only_where_five_share_it(session, matcher, us):
    people(session, 5, {WELDING: 3})
    people(session, 5, {WELDING: 3}, postcode=None, hours=None)
    places = {(card.place, card.hours) for card in found(session, matcher, us, ask(WELDING)).cards}
    assert places == {("Leiden", "tot 24 uur"), ("woonplaats onbekend", "uren onbekend")}


@pytest.mark.parametrize("days", [-1, None])
def test_who_is_no_member_today_finds_nobody(session, matcher, us, days):
    until = None if days is None else day_here(NOW) + timedelta(days=days)
    set_membership(session, employer_id=us.employer_id, member_until=until)
    with pytest.raises(NotAMember, match="leden"):
        found(session, matcher, us, ask(WELDING))


def test_the_last_day_ends_at_midnight_here(session, matcher, us):
    last = NOW.replace(hour=21, minute=59)  # 23:59 here
    assert found(session, matcher, us, ask(WELDING), now=last).total == 0
    with pytest.raises(NotAMember):
        found(session, matcher, us, ask(WELDING), now=last + timedelta(minutes=1))


def test_who_was_not_admitted_finds_nobody(session, matcher, us):
    session.get_one(Employer, us.employer_id).waiting_since = NOW
    session.flush()
    with pytest.raises(NotAMember, match="toegelaten"):
        found(session, matcher, us, ask(WELDING))


def test_nothing_asked_is_refused_with_what_to_do(session, matcher, us):
    with pytest.raises(NothingAsked, match="Kies een vaardigheid"):
        found(session, matcher, us, PoolQuestion())


def test_the_vacancy_of_another_is_not_searched_with(session, matcher, us):
    them = member(session, "87654321", "Demo Zuivel")
    draft = VacancyDraft(title="Lasser", sector="techniek")
    vacancy = write_vacancy(session, employer_id=them.employer_id, draft=draft).id
    with pytest.raises(NothingAsked, match="eigen vacature"):
        found(session, matcher, us, PoolQuestion(vacancy))


def test_every_card_is_in_the_trail_of_its_person(session, matcher, us):
    [one] = people(session, 1, {WELDING: 3})
    found(session, matcher, us, ask(WELDING))
    [entry] = session.exec(select(AuditEntry)).all()
    assert (entry.candidate_id, entry.actor_id) == (one, us.account_id)
    assert (entry.action, entry.reason) == ("gezien in de pool", "zoeken in de pool")


def test_at_the_limit_nobody_new_is_shown_until_tomorrow_and_coaches_know(session, matcher, us):
    people(session, MOST_A_DAY + 10, {WELDING: 3})
    pages = [found(session, matcher, us, ask(WELDING), page) for page in (1, 2, 3, 4)]
    assert [len(one.cards) for one in pages] == [20, 20, 20, 0]
    assert (pages[2].left_today, pages[3].withheld) == (0, 10)
    again = found(session, matcher, us, ask(WELDING), 1)
    assert again.cards == pages[0].cards
    found(session, matcher, us, ask(WELDING), 4)
    [notice] = harvest_notices(session, since=day_here(NOW))
    assert (notice.trade_name, notice.day) == ("Demo Staal", day_here(NOW))
    tomorrow = NOW + timedelta(days=1)
    set_membership(session, employer_id=us.employer_id, member_until=day_here(tomorrow))
    assert len(found(session, matcher, us, ask(WELDING), 4, now=tomorrow).cards) == 10


def test_searches_at_the_same_moment_do_not_pass_the_limit(engine, settings):
    with writing(engine) as session:
        speak(session)
        us = member(session, "12345678", "Demo Staal")
        people(session, 160, {WELDING: 3})
        matcher = open_matcher(session, settings)

    def search(page: int) -> int:
        with writing(engine) as session:
            return len(found(session, matcher, us, ask(WELDING), page).cards)

    with ThreadPoolExecutor(8) as threads:
        shown = sum(threads.map(search, range(1, 9)))
    with writing(engine) as session:
        assert len(session.exec(select(PoolView)).all()) == MOST_A_DAY == shown
        assert len(session.exec(select(HarvestNotice)).all()) == 1


def test_a_name_differs_per_employer_and_stays_with_its_key(tmp_path):
    key = key_of_names(tmp_path)
    assert key_of_names(tmp_path) == key
    told = {
        card_name(one, employer_id=employer, candidate_id=candidate)
        for one in (key, KEY)
        for employer in (1, 2)
        for candidate in range(200)
    }
    assert len(told) == 800
    assert (tmp_path / "pool.key").stat().st_mode & 0o777 == 0o600


def test_a_card_holds_nothing_else(session, matcher, us):
    people(session, 5, {WELDING: 3})
    told = str(found(session, matcher, us, ask(WELDING)))
    assert "Zq" not in told
    assert "K-0" not in told
