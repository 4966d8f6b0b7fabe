"""`talent demo`: the region made, everybody ranked for everything, three shortlists explained."""

from time import perf_counter

from rich.panel import Panel
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.commands.matching import matcher_with_bar, read_courses, read_titles
from api.commands.opening import Bars, Database, console, opened
from api.commands.shown import show_explanation, show_list
from foundation.database import reading, writing
from foundation.settings import read_settings
from matching.batch import rank_everything
from matching.service import Matcher, match_pair, people_for
from seed.region import seed_region
from seed.story import Story, find_story
from vacancies.models import Requirement, Vacancy, VacancyState

SHOWN = 5
OTHER_SECTORS = ("zorg", "bouw")


def demo(database: Database = None) -> None:
    """Maak een verzonnen regio, vergelijk iedereen met elke vacature en leg drie lijsten uit."""
    settings = read_settings(database_url=database)
    url = database or f"sqlite:///{settings.folder / 'demo.db'}"
    with opened(url) as place:
        story = _region(place.engine)
        with reading(place.engine) as session:
            matcher = matcher_with_bar(session, place.settings)
            _rank_all(session, matcher)
            for vacancy in (story.vacancy_id, *_others(session)):
                _shortlist(session, matcher, vacancy)
            _musician(session, matcher, story)
    _what_next(url, story)


def _region(engine: Engine) -> Story:
    """Make the region, or find it again."""
    with reading(engine) as session:
        story = find_story(session)
    if story is not None:
        console.print("De regio van een vorige keer staat er nog.")
        return story
    console.print("Ik maak de Leidse regio: 600 mensen, 25 werkgevers, 120 vacatures.")
    with Bars() as bars, writing(engine) as session:
        return seed_region(session, progress=bars.show).story


def _rank_all(session: Session, matcher: Matcher) -> None:
    pool = matcher.talent.follow(session)
    asked = {number: one for number, one in matcher.work.asked(session).items() if one}
    start = perf_counter()
    with Bars() as bars:
        ranked = rank_everything(matcher.model, pool, asked, most=SHOWN)
        for done, _ in enumerate(ranked, 1):
            bars.show("Iedereen rangschikken", done, len(asked))
    seconds = perf_counter() - start
    console.print(
        f"{len(pool)} mensen vergeleken met {len(asked)} vacatures: "
        f"{len(pool) * len(asked)} paren, alles precies, in {seconds:.2f} seconden.".replace(
            ".", ",", 1
        ),
    )
    unskilled = len(matcher.work.asked(session)) - len(asked)
    console.print(f"{unskilled} vacatures zijn nog niet verskild en tellen niet mee.")


def _others(session: Session) -> list[int]:
    """Choose the first ranked vacancy of two other sectors."""
    chosen = []
    for sector in OTHER_SECTORS:
        first = session.exec(
            select(col(Vacancy.id))
            .where(Vacancy.sector == sector, Vacancy.state == VacancyState.OPEN)
            .where(col(Vacancy.id).in_(select(Requirement.vacancy_id)))
            .order_by(col(Vacancy.id))
        ).first()
        chosen += [first] if first is not None else []
    return chosen


def _shortlist(session: Session, matcher: Matcher, vacancy: int) -> None:
    found = people_for(session, matcher, vacancy=vacancy, most=SHOWN)
    title = read_titles(session, [vacancy])[vacancy]
    console.print()
    show_list(f"V-{vacancy} {title}", found, "kandidaat", lambda one: f"K-{one.candidate_id}")
    if found.matches:
        first = found.matches[0]
        name = f"Nummer {first.place}: K-{first.candidate_id} voor {title}"
        show_explanation(name, first, matcher, read_courses(session), sentences=False)


def _musician(session: Session, matcher: Matcher, story: Story) -> None:
    console.print()
    console.print(
        Panel(
            "Een bedrijf in Leiderdorp zocht een procesoperator. Deze kandidaat is muzikant. "
            "Met alleen een cv was hij nooit uitgenodigd. Zijn vaardigheden vertellen iets anders.",
            title=f"Het verhaal van K-{story.candidate_id}",
        )
    )
    one = match_pair(session, matcher, candidate=story.candidate_id, vacancy=story.vacancy_id)
    title = read_titles(session, [story.vacancy_id])[story.vacancy_id]
    name = f"K-{story.candidate_id} voor V-{story.vacancy_id} {title}"
    show_explanation(name, one, matcher, read_courses(session))


def _what_next(url: str, story: Story) -> None:
    option = f"--database {url}"
    console.print()
    console.print(f"De database staat in {url}", soft_wrap=True)
    console.print("Probeer nu zelf (talent staat in .venv/bin, op Windows in .venv\\Scripts):")
    for command in (
        f"talent match candidate K-{story.candidate_id} {option}",
        f"talent explain V-{story.vacancy_id} K-{story.candidate_id} --json {option}",
        f'talent skills suggest "ik reed op de heftruck en hielp klanten" {option}',
    ):
        console.print(f"  {command}", soft_wrap=True)
