"""Promises about the demo region: the same every time, the size of the pilot, nobody real."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from sqlmodel import col, func, select

from accounts.models import Account, Role
from foundation.database import open_engine, reading, writing
from foundation.places import Postcode
from foundation.settings import Settings
from profiles.models import (
    Candidate,
    CandidateSkill,
    CandidateState,
    Evidence,
    Experience,
    ExperienceKind,
    Preferences,
)
from seed.names import MOST_NAMES, invented_names
from seed.region import SEED_DAY, RegionAlreadyThere, Size, seed_region
from skills.service import current_taxonomy
from tests.seed.rows import digest
from vacancies.models import Employer, Requirement, Vacancy, VacancyState

ROOT = Path(__file__).parents[2]
SMALL = Size(candidates=10, vacancies=40)
SMALL_WORDS = ("--candidates", "10", "--vacancies", "40", "--database")
SECTORS = {
    "techniek", "horeca", "zorg", "onderwijs", "ict", "bouw", "logistiek", "groen",
    "dienstverlening",
}  # fmt: skip


def test_the_region_is_the_same_on_both_databases(region, make_postgresql):
    other = open_engine(Settings(make_postgresql(), Path()))
    with writing(other) as session:
        seed_region(session)
    with reading(region) as session, reading(other) as second:
        assert digest(session) == digest(second)
    other.dispose()


def test_another_program_makes_the_same_region(tmp_path, sqlite_template):
    made = []
    for name in ("here.db", "there.db"):
        shutil.copy(sqlite_template, tmp_path / name)
        made.append(Settings(f"sqlite:///{tmp_path / name}", tmp_path))
    with writing(open_engine(made[0])) as session:
        seed_region(session, size=SMALL)
    subprocess.run(
        [sys.executable, "-m", "api.cli", "seed", "region", *SMALL_WORDS, made[1].database_url],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
    )
    with reading(open_engine(made[0])) as one, reading(open_engine(made[1])) as other:
        assert digest(one) == digest(other)


def test_a_second_region_is_refused_and_changes_nothing(engine):
    with writing(engine) as session:
        seed_region(session, size=Size(candidates=2, vacancies=40))
        before = digest(session)
    with pytest.raises(RegionAlreadyThere, match="lege database"), writing(engine) as session:
        seed_region(session)
    with reading(engine) as session:
        assert digest(session) == before


def test_the_region_has_the_size_of_the_pilot(region):
    with reading(region) as session:
        found = {
            model.__name__: session.exec(select(func.count()).select_from(model)).one()
            for model in (Candidate, Employer, Vacancy, Account)
        }
        working = session.exec(select(func.count()).where(col(Candidate.working))).one()
        vacancies = session.exec(select(Vacancy.state)).all()
    assert found == {"Candidate": 600, "Employer": 25, "Vacancy": 120, "Account": 5}
    assert 0.70 <= working / 600 <= 0.80
    assert set(vacancies) == {VacancyState.OPEN}


def test_nearly_everybody_takes_part_and_a_few_do_not(region):
    with reading(region) as session:
        states = Counter(session.exec(select(Candidate.state)))
    assert states.keys() == {
        CandidateState.ACTIVE,
        CandidateState.DRAFT,
        CandidateState.PAUSED,
        CandidateState.WITHDRAWN,
    }
    assert states[CandidateState.ACTIVE] >= 540


def test_a_few_employers_are_no_members(region):
    with reading(region) as session:
        until = session.exec(select(Employer.member_until)).all()
    members = [day for day in until if day is not None]
    assert 3 <= len(until) - len(members) <= 8
    assert min(members) > SEED_DAY.date()


def test_every_sector_has_work_and_a_few_vacancies_are_not_in_skills_yet(region):
    with reading(region) as session:
        employers = set(session.exec(select(Employer.sector)))
        worked = set(session.exec(select(Vacancy.sector)))
        skilled = session.exec(select(func.count(col(Requirement.vacancy_id).distinct()))).one()
    assert (employers, worked) == (SECTORS, SECTORS)
    assert 3 <= 120 - skilled <= 8


def test_people_live_and_work_in_the_six_municipalities(region):
    six = {"Katwijk", "Leiden", "Leiderdorp", "Oegstgeest", "Voorschoten", "Zoeterwoude"}
    of = select(Postcode.municipality).distinct()
    with reading(region) as session:
        lived = session.exec(of.where(col(Postcode.code) == col(Preferences.postcode))).all()
        worked = session.exec(of.where(col(Postcode.code) == col(Employer.postcode))).all()
    assert (set(lived), set(worked)) == (six, six)


def test_about_one_level_in_seven_is_unknown_and_all_kinds_of_evidence_occur(region):
    with reading(region) as session:
        levels = Counter(session.exec(select(CandidateSkill.level)))
        evidence = set(session.exec(select(CandidateSkill.evidence)))
    assert levels.keys() == {None, 1, 2, 3, 4, 5}
    assert 0.13 <= levels[None] / levels.total() <= 0.17
    assert evidence == set(Evidence)


def test_people_did_work_care_volunteering_and_hobbies(region):
    with reading(region) as session:
        kinds = Counter(session.exec(select(Experience.kind)))
    assert kinds.keys() == set(ExperienceKind) - {ExperienceKind.EDUCATION}
    assert min(kinds.values()) >= 20


def test_there_is_a_team_of_coaches(region):
    with reading(region) as session:
        roles = session.exec(select(Account.role)).all()
    assert roles == [Role.COACH] * 5


def test_everybody_is_visibly_invented(region):
    with reading(region) as session:
        names = [
            *session.exec(select(Candidate.name)),
            *session.exec(select(Employer.trade_name)),
            *session.exec(select(Employer.contact_name)),
            *session.exec(select(Account.name)),
        ]
        addresses = session.exec(select(Account.email)).all()
    assert [name for name in names if not re.match(r"Demo [A-Z]", name)] == []
    assert [one for one in addresses if not one.endswith("@talent.example")] == []


def test_no_candidate_has_the_name_of_another(region):
    with reading(region) as session:
        names = session.exec(select(Candidate.name)).all()
    assert len(set(names)) == 600


def test_names_last_for_the_largest_region():
    names = invented_names(Random(1), MOST_NAMES)  # noqa: S311 - chance need not be secret
    assert len(set(names)) == MOST_NAMES == 840


def test_the_region_stands_on_the_embedded_taxonomy(region):
    with reading(region) as session:
        current = current_taxonomy(session)
    assert (current.source, current.loaded_at) == ("Talent op Maat", SEED_DAY)
