"""`talent match` and `talent explain`: who fits, why, and what is missing."""

from typing import Annotated

import typer
from sqlmodel import Session, col, select

from api.commands.helping import Commands
from api.commands.opening import AsJson, Bars, Database, answer, number_of, opened
from api.commands.shown import explanation_json, list_json, show_explanation, show_list
from foundation.database import reading
from foundation.settings import Settings
from matching.service import Matcher, match_pair, open_matcher, people_for, work_for
from skills.models import Course
from vacancies.models import Employer, Vacancy

match = Commands("Mensen bij werk zoeken, en werk bij mensen.")

VacancyNumber = Annotated[
    str, typer.Argument(metavar="VACATURE", help="Het nummer van de vacature, zoals V-12.")
]
CandidateNumber = Annotated[
    str, typer.Argument(metavar="KANDIDAAT", help="Het nummer van de kandidaat, zoals K-204.")
]
Top = Annotated[
    int, typer.Option("--top", metavar="GETAL", min=1, max=1_000, help="Hoeveel je er wilt zien.")
]
Everyone = Annotated[bool, typer.Option("--everyone", help="Toon de hele lijst, tot de laatste.")]


def read_titles(session: Session, vacancies: list[int]) -> dict[int, str]:
    """Name vacancies as "Procesoperator, Demo Zuivel"."""
    rows = session.exec(
        select(Vacancy.id, Vacancy.title, Employer.trade_name)
        .where(Employer.id == Vacancy.employer_id)
        .where(col(Vacancy.id).in_(vacancies))
    )
    return {number: f"{title}, {employer}" for number, title, employer in rows}


def read_courses(session: Session) -> dict[int, Course]:
    """Read the courses by id."""
    return {row.id: row for row in session.exec(select(Course))}


def matcher_with_bar(session: Session, settings: Settings) -> Matcher:
    """Get ready to rank; building the model the first time shows a bar."""
    with Bars() as bars:
        return open_matcher(
            session,
            settings,
            lambda done, total: bars.show("Vaardigheden vergelijken", done, total),
        )


@match.command("vacancy")
def vacancy(
    number: VacancyNumber,
    top: Top = 10,
    everyone: Everyone = False,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Toon wie er bij een vacature past, de beste eerst."""
    wanted = number_of(number, "V")
    with opened(database) as place, reading(place.engine) as session:
        matcher = matcher_with_bar(session, place.settings)
        found = people_for(session, matcher, vacancy=wanted, most=None if everyone else top)
        title = read_titles(session, [wanted])[wanted]
    if as_json:
        answer(
            {"vacancy": wanted, "title": title, "model": matcher.model.version, **list_json(found)}
        )
    else:
        show_list(f"V-{wanted} {title}", found, "kandidaat", lambda one: f"K-{one.candidate_id}")


@match.command("candidate")
def candidate(
    number: CandidateNumber,
    top: Top = 10,
    everyone: Everyone = False,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Toon welk werk er bij een kandidaat past, het beste eerst."""
    wanted = number_of(number, "K")
    with opened(database) as place, reading(place.engine) as session:
        matcher = matcher_with_bar(session, place.settings)
        found = work_for(session, matcher, candidate=wanted, most=None if everyone else top)
        numbers = [one.vacancy_id for one in (*found.matches, *found.set_apart)]
        titles = read_titles(session, numbers)
    if as_json:
        answer({"candidate": wanted, "model": matcher.model.version, **list_json(found)})
    else:
        show_list(
            f"Werk voor K-{wanted}",
            found,
            "vacature",
            lambda one: f"V-{one.vacancy_id} {titles[one.vacancy_id]}",
        )


def explain(
    vacancy: VacancyNumber,
    candidate: CandidateNumber,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Leg uit hoe een kandidaat bij een vacature past, punt voor punt."""
    work, person = number_of(vacancy, "V"), number_of(candidate, "K")
    with opened(database) as place, reading(place.engine) as session:
        matcher = matcher_with_bar(session, place.settings)
        found = match_pair(session, matcher, candidate=person, vacancy=work)
        courses = read_courses(session)
        title = read_titles(session, [work])[work]
    if as_json:
        answer(explanation_json(found, matcher, courses))
    else:
        show_explanation(f"K-{person} voor V-{work} {title}", found, matcher, courses)
