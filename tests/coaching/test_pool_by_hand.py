"""Promises about the pool by hand: everybody once, in an order that favours nobody."""

from datetime import timedelta

import pytest
from sqlmodel import select

from coaching.caseload import assign
from coaching.drafts import PoolFilter
from coaching.models import Entry, Shortlist
from coaching.pool_by_hand import NoCard, municipalities, one_by_hand, pool_by_hand
from foundation.places import Postcode
from profiles.consent import give_consent, withdraw_consent
from profiles.drafts import ConsentDraft, PreferencesDraft, ProfileDraft, SkillDraft
from profiles.models import Candidate, Purpose
from profiles.service import open_profile
from profiles.skillset import set_skill
from profiles.states import activate, pause, withdraw
from profiles.wishes import set_preferences
from tests.profiles.worlds import DRIVING, NOW, WELDING, speak
from vacancies.drafts import EmployerDraft, VacancyDraft
from vacancies.employers import register_employer
from vacancies.service import write_vacancy


@pytest.fixture
def region(session, coach) -> None:
    speak(session)
    for code, place in (("2312", "Leiden"), ("2223", "Katwijk")):
        session.add(Postcode(code=code, place=place, municipality=place, latitude=52, longitude=4))
    draft = EmployerDraft(kvk="12345678", trade_name="Demo Staal", sector="techniek",
                          postcode="2312", contact_name="Bo")  # fmt: skip
    employer = register_employer(session, draft=draft)
    work = VacancyDraft(title="Lasser", sector="techniek")
    number = write_vacancy(session, employer_id=employer.id, draft=work).id
    session.add(Shortlist(id=1, vacancy_id=number, coach_id=coach, opened_at=NOW))
    session.flush()


def somebody(session, *, skill=WELDING, days=0, **wishes) -> int:
    """Somebody who signed up so many days ago."""
    at = NOW - timedelta(days=days)
    number = open_profile(session, draft=ProfileDraft(name=f"Naam {days}"), now=at).id
    set_skill(session, candidate_id=number, draft=SkillDraft(skill_id=skill, level=3))
    if wishes:
        set_preferences(session, candidate_id=number, draft=PreferencesDraft(**wishes))
    agreed = ConsentDraft(purpose="matching", text_version="1")
    give_consent(session, candidate_id=number, draft=agreed, now=at)
    activate(session, candidate_id=number, now=at)
    return number


def propose(session, candidate, days) -> None:
    at = NOW - timedelta(days=days)
    session.add(Entry(shortlist_id=1, candidate_id=candidate, engine_place=1, proposed_at=at))
    session.flush()


def found(session, offset=0, most=50, **wanted) -> list[int]:
    page = pool_by_hand(session, wanted=PoolFilter(**wanted), now=NOW, offset=offset, most=most)
    return [one.card.candidate_id for one in page.people]


def test_never_proposed_comes_first_then_longest_ago_then_who_signed_up_first(session, region):
    lately, long_ago, new, old = (somebody(session, days=days) for days in (40, 30, 10, 20))
    propose(session, lately, 1)
    propose(session, long_ago, 9)
    assert found(session) == [old, new, long_ago, lately]


def test_pages_together_hold_everybody_once(session, region):
    everybody = {somebody(session, days=days) for days in (1, 1, 2, 3, 3)}
    pages = [found(session, offset=start, most=2) for start in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {number for page in pages for number in page} == everybody


@pytest.mark.parametrize("leaves", ["pause", "withdraw", "consent"])
def test_who_does_not_take_part_is_gone_at_once(session, region, leaves):
    stays, gone = somebody(session), somebody(session)
    if leaves == "pause":
        pause(session, candidate_id=gone)
    elif leaves == "withdraw":
        withdraw(session, candidate_id=gone, now=NOW)
    else:
        withdraw_consent(session, candidate_id=gone, purpose=Purpose.MATCHING, now=NOW)
    assert found(session) == [stays]
    with pytest.raises(NoCard):
        one_by_hand(session, candidate_id=gone, now=NOW)


def test_a_draft_is_nobodys_business(session, region):
    draft = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
    assert found(session) == []
    for number in (draft, 2**31 - 1):
        with pytest.raises(NoCard, match="Ga terug"):
            one_by_hand(session, candidate_id=number, now=NOW)


def test_filters_narrow_one_by_one_and_together(session, region, coach):
    welder = somebody(session, postcode="2312", sectors={"techniek"})
    driver = somebody(session, skill=DRIVING, postcode="2223", sectors={"zorg", "techniek"})
    silent = somebody(session, skill=DRIVING, days=91)
    assign(session, candidate_id=welder, coach_id=coach, now=NOW)
    propose(session, driver, 1)
    assert found(session, skill_id=DRIVING) == [silent, driver]
    assert found(session, sector="zorg") == [driver]
    assert found(session, sector="techniek") == [welder, driver]
    assert found(session, municipality="Leiden") == [welder]
    assert found(session, unguided=True) == [silent, driver]
    assert found(session, never_proposed=True) == [silent, welder]
    assert found(session, stale=True) == [silent]
    assert found(session, skill_id=DRIVING, municipality="Katwijk", unguided=True) == [driver]
    assert found(session, skill_id=WELDING, sector="zorg") == []
    assert municipalities(session) == ["Katwijk", "Leiden"]


@pytest.mark.parametrize("sector", ["%", "techn", "_echniek", "|", "zorg|techniek"])
def test_a_sector_is_matched_whole(session, region, sector):
    somebody(session, sectors={"techniek", "zorg"})
    assert found(session, sector=sector) == []


def test_a_card_tells_who_guides_and_when_proposed_and_never_the_name(session, region, coach):
    number = somebody(session, days=95)
    assign(session, candidate_id=number, coach_id=coach, now=NOW)
    propose(session, number, 5)
    propose_again = NOW - timedelta(days=5)
    one = one_by_hand(session, candidate_id=number, now=NOW)
    assert (one.coach_id, one.coach, one.proposed_at, one.is_stale) == (
        coach,
        "loopbaancoach",
        propose_again,
        True,
    )
    name = session.exec(select(Candidate.name).where(Candidate.id == number)).one()
    assert name not in repr(one)


def test_the_total_counts_all_pages(session, region):
    for days in range(5):
        somebody(session, days=days)
    page = pool_by_hand(session, wanted=PoolFilter(), now=NOW, offset=0, most=2)
    assert (len(page.people), page.total) == (2, 5)
