"""Makes the demo region of Leiden: the same rows every time, on any taxonomy that is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from sqlmodel import Session, select

from accounts.models import Role
from accounts.service import AccountDraft, coaches, open_account
from foundation.errors import Conflict
from foundation.places import Postcode, load_places
from foundation.sheets import read_sheet
from seed.embedded import FOLDER, REGION, load_embedded, region_rows
from seed.language import FEWEST_SKILLS, read_language
from seed.names import invented_names
from seed.people import Town, make_candidates, read_pastimes
from seed.story import Story, tell_story
from seed.work import make_employers, make_vacancies
from skills.bulk import Progress, silent
from skills.files import read_taxonomy
from skills.load import load_offer
from skills.sectors import sectors
from skills.service import NoTaxonomy, current_taxonomy
from vacancies.models import Employer

# One seed number and one fixed day: the region never depends on when or where it is made.
SEED = 20_260_901
SEED_DAY = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
FIRST_KVK = 99_000_100
FEWEST_TRADES = 3
COACHES = ("Demo Anemoon", "Demo Boterbloem", "Demo Dotter", "Demo Klaproos", "Demo Zonnedauw")


class TaxonomyTooSmall(Conflict):
    """There are too few occupations to make a region of."""


class RegionAlreadyThere(Conflict):
    """The database has employers already."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a region to make; the pilot's by default."""

    candidates: int = 600
    vacancies: int = 120


@dataclass(frozen=True, slots=True)
class Region:
    """What was made."""

    taxonomy: str
    candidates: int
    employers: int
    vacancies: int
    story: Story


def seed_region(
    session: Session,
    *,
    size: Size = Size(),
    progress: Progress = silent,
) -> Region:
    """Make the region; without a taxonomy the embedded one is loaded first.

    Raises:
        RegionAlreadyThere: there are employers already; nothing is changed.
        TaxonomyTooSmall: the current taxonomy has too few occupations that ask enough skills.
    """
    if session.exec(select(Employer.id)).first() is not None:
        raise RegionAlreadyThere(
            "Hier staan al werkgevers. Maak de regio in een lege database, met --database."
        )
    taxonomy = _language_ready(session)
    load_places(session, read_sheet((REGION / "postcodes.csv").read_bytes()))
    _coach_team(session)
    language = read_language(session)
    if len(language.trades) < FEWEST_TRADES:
        raise TaxonomyTooSmall(
            f"Deze taxonomie is te klein voor een regio. Nodig zijn {FEWEST_TRADES} beroepen met "
            f"een ISCO-code en {FEWEST_SKILLS} vaardigheden."
        )
    employers = make_employers(
        session,
        Random(f"{SEED} employers"),
        SEED_DAY.date(),
        rows=region_rows("employers.csv"),
        first_kvk=FIRST_KVK,
    )
    counted = _Counter(progress)
    make_vacancies(
        session,
        Random(f"{SEED} vacancies"),
        language,
        employers,
        number=size.vacancies - 1,
        today=SEED_DAY.date(),
        step=counted.of("Vacatures", size.vacancies - 1),
    )
    town = Town(
        language=language,
        postcodes=sorted(session.exec(select(Postcode)), key=lambda one: one.code),
        sectors=[sector.key for sector in sectors(session)],
        pastimes=read_pastimes(language),
        coaches=[coach.name for coach in coaches(session)],
    )
    chance = Random(f"{SEED} candidates")
    make_candidates(
        session,
        chance,
        town,
        invented_names(chance, size.candidates - 1),
        now=SEED_DAY,
        step=counted.of("Kandidaten", size.candidates - 1),
    )
    story = tell_story(session, language, now=SEED_DAY)
    return Region(taxonomy, size.candidates, len(employers), size.vacancies, story)


class _Counter:
    """Counts steps per stage for the progress bar."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def of(self, stage: str, total: int) -> Callable[[], None]:
        """Give the function that counts one step of a stage."""
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            self._progress(stage, done, total)

        return step


def _language_ready(session: Session) -> str:
    """Load the embedded taxonomy when there is none; see that there are sectors and courses."""
    try:
        current_taxonomy(session)
    except NoTaxonomy:
        load_embedded(session, now=SEED_DAY)
    if not sectors(session):
        load_offer(session, read_taxonomy(FOLDER))
    current = current_taxonomy(session)
    return f"{current.source} {current.version}"


def _coach_team(session: Session) -> None:
    for name in COACHES:
        address = name.lower().replace(" ", ".") + "@talent.example"
        open_account(
            session, draft=AccountDraft(role=Role.COACH, name=name, email=address), now=SEED_DAY
        )
