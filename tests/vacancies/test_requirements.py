"""Promises about what a vacancy asks: bounded, in skills we know, and limits only by law."""

import pytest

from foundation.database import writing
from foundation.terms import LanguageLevel
from skills.mentions import UnknownSkill
from skills.models import Skill, SkillKind
from tests.profiles.worlds import DRIVING, OLD, WELDING, speak
from vacancies.drafts import EmployerDraft, LimitDraft, RequirementDraft, VacancyDraft
from vacancies.employers import register_employer
from vacancies.models import Importance, LimitKind
from vacancies.requirements import (
    DoubleRequirement,
    LimitAlreadyThere,
    TooManyLimits,
    TooManyRequirements,
    UnknownLimit,
    UnknownRequirement,
    add_limit,
    limits_of,
    remove_limit,
    remove_requirement,
    requirements_of,
    set_requirements,
)
from vacancies.service import write_vacancy

WELDS = RequirementDraft(skill_id=WELDING, importance="vereist", level=3)
DRIVES = RequirementDraft(skill_id=DRIVING, importance="gewenst", learnable=True)
LORRY = LimitDraft(kind="licence", value="C", legal_reason="Wegenverkeerswet art. 107")


def test_a_skill_is_asked_or_changed_and_the_others_stay(session, vacancy):
    set_requirements(session, vacancy_id=vacancy, drafts=[WELDS, DRIVES])
    stronger = DRIVES.model_copy(update={"importance": Importance.REQUIRED})
    set_requirements(session, vacancy_id=vacancy, drafts=[stronger])
    session.expire_all()
    assert [
        (row.skill_id, row.importance, row.level, row.learnable)
        for row in requirements_of(session, vacancy_id=vacancy)
    ] == [(WELDING, Importance.REQUIRED, 3, False), (DRIVING, Importance.REQUIRED, None, True)]


def test_a_skill_that_is_asked_no_more_is_gone(session, vacancy):
    set_requirements(session, vacancy_id=vacancy, drafts=[WELDS])
    remove_requirement(session, vacancy_id=vacancy, skill_id=WELDING)
    assert requirements_of(session, vacancy_id=vacancy) == []
    with pytest.raises(UnknownRequirement, match="niet gevraagd"):
        remove_requirement(session, vacancy_id=vacancy, skill_id=WELDING)


def test_a_skill_that_cannot_be_chosen_is_refused(session, vacancy):
    draft = RequirementDraft(skill_id=OLD, importance="vereist")
    with pytest.raises(UnknownSkill, match="Kies een andere"):
        set_requirements(session, vacancy_id=vacancy, drafts=[WELDS, draft])
    assert requirements_of(session, vacancy_id=vacancy) == []


def test_the_same_skill_twice_is_refused(session, vacancy):
    with pytest.raises(DoubleRequirement, match="twee keer"):
        set_requirements(session, vacancy_id=vacancy, drafts=[WELDS, WELDS])


def test_ten_thousand_requirements_are_refused(session, vacancy):
    drafts = [WELDS.model_copy(update={"skill_id": number}) for number in range(10_000)]
    with pytest.raises(TooManyRequirements, match="hoogstens 50"):
        set_requirements(session, vacancy_id=vacancy, drafts=drafts)


def test_a_vacancy_never_asks_more_than_fifty_skills(session, vacancy):
    for number in range(100, 150):
        kind, address = SkillKind.SKILL, f"urn:{number}"
        session.add(Skill(id=number, uri=address, label=address, kind=kind, taxonomy_id=1))
    drafts = [WELDS.model_copy(update={"skill_id": number}) for number in range(100, 150)]
    set_requirements(session, vacancy_id=vacancy, drafts=drafts)
    with pytest.raises(TooManyRequirements):
        set_requirements(session, vacancy_id=vacancy, drafts=[DRIVES])


def test_a_limit_keeps_the_law_it_rests_on(session, vacancy):
    dutch = LimitDraft(kind="language", value="nld", level="B1", legal_reason="Wet BIG art. 8")
    for draft in (LORRY, dutch):
        add_limit(session, vacancy_id=vacancy, draft=draft)
    session.expire_all()
    assert [
        (row.kind, row.value, row.level, row.legal_reason)
        for row in limits_of(session, vacancy_id=vacancy)
    ] == [
        (LimitKind.LICENCE, "C", None, "Wegenverkeerswet art. 107"),
        (LimitKind.LANGUAGE, "nld", LanguageLevel.B1, "Wet BIG art. 8"),
    ]


def test_a_limit_of_another_vacancy_cannot_be_taken_away(session, employer, vacancy):
    limit = add_limit(session, vacancy_id=vacancy, draft=LORRY)
    draft = VacancyDraft(title="lasser", sector="techniek")
    other = write_vacancy(session, employer_id=employer, draft=draft).id
    with pytest.raises(UnknownLimit):
        remove_limit(session, vacancy_id=other, limit_id=limit.id)
    remove_limit(session, vacancy_id=vacancy, limit_id=limit.id)
    assert limits_of(session, vacancy_id=vacancy) == []


def test_the_same_limit_twice_is_refused(engine):
    with writing(engine) as session:
        speak(session)
        draft = EmployerDraft(
            kvk="12345678", trade_name="Bakker", sector="techniek", postcode="2352"
        )
        employer = register_employer(session, draft=draft).id
        work = VacancyDraft(title="chauffeur", sector="techniek")
        vacancy = write_vacancy(session, employer_id=employer, draft=work).id
        add_limit(session, vacancy_id=vacancy, draft=LORRY)
    with pytest.raises(LimitAlreadyThere, match="Haal de oude"), writing(engine) as session:
        add_limit(session, vacancy_id=vacancy, draft=LORRY)


def test_the_list_of_limits_is_bounded(session, vacancy):
    for number in range(20):
        draft = LimitDraft(kind="diploma", value=f"d{number}", legal_reason="Arbowet art. 3")
        add_limit(session, vacancy_id=vacancy, draft=draft)
    with pytest.raises(TooManyLimits, match="hoogstens 20"):
        add_limit(session, vacancy_id=vacancy, draft=LORRY)
