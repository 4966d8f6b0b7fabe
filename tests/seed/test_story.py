"""Promises about the story: his own skills make a musician a process operator, his job does not."""

from sqlmodel import select

from foundation.database import reading, writing
from foundation.places import Postcode
from matching.service import people_for
from profiles.models import Candidate, Experience, ExperienceKind
from profiles.skillset import remove_skill
from seed.language import read_language
from seed.story import BY_HIMSELF, BY_OCCUPATION, EMPLOYER, MUSICIAN, OCCUPATION, TITLE, find_story
from vacancies.models import Employer, Vacancy


def place_of(session, matcher, story) -> int:
    """Give his place among everybody in the pool, limits or not."""
    found = people_for(session, matcher, vacancy=story.vacancy_id, most=None)
    places = {one.candidate_id: one.place for one in (*found.matches, *found.set_apart)}
    return places[story.candidate_id]


def test_the_two_of_the_story_are_a_musician_and_a_job_in_leiderdorp(region):
    with reading(region) as session:
        story = find_story(session)
        told = session.exec(
            select(Vacancy.title, Employer.trade_name, Postcode.municipality)
            .where(Vacancy.id == story.vacancy_id)
            .where(Employer.id == Vacancy.employer_id, Postcode.code == Employer.postcode)
        ).one()
        person = session.get_one(Candidate, story.candidate_id)
    assert told == (TITLE, EMPLOYER, "Leiderdorp")
    assert (person.name, person.working) == (MUSICIAN, False)


def test_the_musician_is_in_the_first_ten_for_process_operator(region, ready):
    with reading(region) as session:
        story, matcher = find_story(session), ready(session)
        assert place_of(session, matcher, story) <= 10
        shown = people_for(session, matcher, vacancy=story.vacancy_id, most=10).matches
    assert story.candidate_id in [one.candidate_id for one in shown]


def test_with_the_skills_of_his_occupation_only_he_is_not_in_the_first_fifty(region, ready):
    with writing(region) as session:
        story, matcher, known = find_story(session), ready(session), read_language(session).by_label
        taught = {label for label, *_ in BY_OCCUPATION}
        for label, *_ in BY_HIMSELF:
            if label not in taught:
                number = story.candidate_id
                remove_skill(session, candidate_id=number, skill_id=known[label])
        assert place_of(session, matcher, story) > 50
        session.rollback()


def test_he_is_known_to_have_made_music_and_nothing_else_for_work(region):
    with reading(region) as session:
        number = find_story(session).candidate_id
        lived = session.exec(
            select(Experience.kind, Experience.title, Experience.years).where(
                Experience.candidate_id == number
            )
        ).all()
    assert lived == [(ExperienceKind.WORK, OCCUPATION, 20)]


def test_an_empty_database_has_no_story(session):
    assert find_story(session) is None
