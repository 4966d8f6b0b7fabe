"""Promises about one occupation for one person: the explorer's numbers and all its work."""

import pytest

from foundation.database import reading, writing
from matching.market import occupations_that_fit
from matching.own_occupation import own_occupation
from profiles.service import UnknownCandidate
from skills.models import Occupation, OccupationSkill
from skills.service import OccupationNotFound
from vacancies.drafts import VacancyDraft
from vacancies.service import change_vacancy, open_vacancy, write_vacancy

WELDER = 1


def seen(world, person, occupation=WELDER):
    with reading(world.engine) as session:
        return own_occupation(session, world.ready(), candidate=person, occupation=occupation)


def test_it_fits_as_the_explorer_says_and_shows_the_work_it_counts(world):
    with writing(world.engine) as session:
        session.add(OccupationSkill(occupation_id=WELDER, skill_id=world.skill["koken"],
                                    essential=False))  # fmt: skip
        person = world.person(session, "Demo", hours_max=20)
        short = world.work(session, occupation_id=WELDER, hours_min=8)
        world.work(session)
        plain = VacancyDraft(title="Hulp", sector="techniek", occupation_id=WELDER)
        unskilled = write_vacancy(session, employer_id=world.employer, draft=plain).id
        open_vacancy(session, vacancy_id=unskilled)
        long = VacancyDraft(title="Lasser", sector="techniek", occupation_id=WELDER, hours_min=36)
        change_vacancy(session, vacancy_id=world.vacancy, draft=long)
    found = seen(world, person)
    with reading(world.engine) as session:
        (fitting,) = occupations_that_fit(session, world.ready(), candidate=person, most=None)
    assert 0 < found.explanation.fit == fitting.fit < 100
    assert [(one.vacancy_id, one.is_open) for one in found.matches] == [
        (short, True),
        (world.vacancy, False),
    ]
    assert found.unskilled == (unskilled,)
    assert len(found.matches) + len(found.unskilled) == fitting.vacancies


def test_an_occupation_that_is_not_there_any_more_is_refused(world):
    with writing(world.engine) as session:
        person = world.person(session, "Demo")
        session.get_one(Occupation, WELDER).retired = True
    for number in (WELDER, 999):
        with pytest.raises(OccupationNotFound, match="Kies een ander"):
            seen(world, person, number)


def test_an_unknown_person_is_refused(world):
    with pytest.raises(UnknownCandidate):
        seen(world, 999)
