"""Promises about employers: one per KvK number, and a member until a date."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlmodel import select

from foundation.database import reading, writing
from foundation.errors import Conflict
from skills.sectors import UnknownSector
from tests.profiles.worlds import speak
from vacancies.drafts import EmployerDraft
from vacancies.employers import (
    EmployerAlreadyKnown,
    UnknownEmployer,
    change_employer,
    employer_with_kvk,
    find_employer,
    is_member,
    register_employer,
    set_membership,
)
from vacancies.models import Employer

SMITH = EmployerDraft(kvk="87654321", trade_name="Smid", sector="techniek", postcode="2312")
UNTIL = date(2026, 12, 31)


def test_an_employer_is_found_by_number_and_by_kvk(session, employer):
    found = employer_with_kvk(session, kvk="12345678")
    assert find_employer(session, employer_id=employer) is found
    assert employer_with_kvk(session, kvk="87654321") is None
    with pytest.raises(UnknownEmployer, match="zoek opnieuw"):
        find_employer(session, employer_id=employer + 1)


def test_a_change_replaces_what_is_known(session, employer):
    change_employer(session, employer_id=employer, draft=SMITH)
    session.expire_all()
    row = find_employer(session, employer_id=employer)
    beside = {"id", "member_until", "region_id", "waiting_since"}
    assert row.model_dump(exclude=beside) == SMITH.model_dump()


def test_a_kvk_number_that_is_taken_is_refused(engine):
    with writing(engine) as session:
        speak(session)
        register_employer(session, draft=SMITH)
        other = register_employer(session, draft=SMITH.model_copy(update={"kvk": "11111111"})).id
    with pytest.raises(EmployerAlreadyKnown, match="staat er al"), writing(engine) as session:
        register_employer(session, draft=SMITH)
    with pytest.raises(EmployerAlreadyKnown, match="staat er al"), writing(engine) as session:
        change_employer(session, employer_id=other, draft=SMITH)


def test_a_sector_that_is_not_of_the_region_is_refused(session, employer):
    draft = SMITH.model_copy(update={"sector": "ruimtevaart"})
    with pytest.raises(UnknownSector, match="Kies uit: techniek, zorg"):
        register_employer(session, draft=draft)
    with pytest.raises(UnknownSector):
        change_employer(session, employer_id=employer, draft=draft)


@pytest.mark.parametrize(
    ("member_until", "today", "member"),
    [
        (None, UNTIL, False),
        (UNTIL, date(2026, 12, 30), True),
        (UNTIL, UNTIL, True),
        (UNTIL, date(2027, 1, 1), False),
    ],
)
def test_a_membership_lasts_until_its_last_day(member_until, today, member):
    row = Employer(**SMITH.model_dump(), member_until=member_until)
    assert is_member(row, today) is member


def test_a_membership_is_set_and_ended(session, employer):
    set_membership(session, employer_id=employer, member_until=UNTIL)
    session.expire_all()
    assert find_employer(session, employer_id=employer).member_until == UNTIL
    assert set_membership(session, employer_id=employer, member_until=None).member_until is None


def test_of_eight_who_register_the_same_company_at_once_one_wins(engine):
    with writing(engine) as session:
        speak(session)
    start = Barrier(8)

    def register(_: int) -> str:
        start.wait()
        try:
            with writing(engine) as session:
                register_employer(session, draft=SMITH)
        except Conflict as refused:
            return refused.message
        return "registered"

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(register, range(8)))
    refusal = "Een bedrijf met dit KvK-nummer staat er al. Zoek het op."
    assert answers == [refusal] * 7 + ["registered"]
    with reading(engine) as session:
        assert session.exec(select(Employer.kvk)).all() == ["87654321"]
