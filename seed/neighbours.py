"""The regions of the demonstration: the Leiden region, and a smaller one beside it with its own.

Both lie in Holland Rijnland. They are laid over the region of Leiden when the demonstration starts,
so that the region itself stays the same bytes every time.
"""

from dataclasses import dataclass
from random import Random

from sqlmodel import Session, col, select

from accounts.models import Role
from accounts.regions import RegionOfAccountDraft, load_regions, regions, set_region_of_account
from accounts.service import AccountDraft, coaches, open_account
from foundation.places import Postcode, load_places
from foundation.sheets import read_sheet
from seed.embedded import POSTCODES, REGION, region_rows
from seed.language import read_language
from seed.names import invented_names
from seed.people import Town, make_candidates, read_pastimes
from seed.region import SEED, SEED_DAY
from seed.work import make_employers, make_vacancies
from skills.sectors import sectors
from vacancies.employers import place_in_regions

HOME, BESIDE = "leidse-regio", "bollenstreek"
PEOPLE, WORK = 60, 18
FIRST_KVK = 99_100_100
COACH = AccountDraft(role=Role.COACH, name="Demo Tulp", email="demo.tulp@talent.example")
MANAGERS = (
    (AccountDraft(role=Role.MANAGER, name="Demo Wilg", email="manager@talent.example"), HOME),
    (AccountDraft(role=Role.MANAGER, name="Demo Hyacint", email="hyacint@talent.example"), BESIDE),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What was made of the region beside that of Leiden."""

    candidates: int
    employers: int
    vacancies: int


def lay_regions(session: Session) -> Beside | None:
    """Lay both regions; a second time changes nothing and gives None."""
    if regions(session):
        return None
    for name in POSTCODES:
        load_places(session, read_sheet((REGION / name).read_bytes()))
    load_regions(session, read_sheet((REGION / "regions.csv").read_bytes()))
    place_in_regions(session)
    _place_staff(session)
    language = read_language(session)
    chance = Random(f"{SEED} {BESIDE}")
    today = SEED_DAY.date()
    rows = region_rows("employers_bollenstreek.csv")
    employers = make_employers(session, chance, today, rows=rows, first_kvk=FIRST_KVK)
    make_vacancies(session, chance, language, employers, number=WORK, today=today, step=_nothing)
    town = Town(
        language=language,
        postcodes=_postcodes(session),
        sectors=[sector.key for sector in sectors(session)],
        pastimes=read_pastimes(language),
        coaches=[COACH.name],
    )
    make_candidates(
        session, chance, town, invented_names(chance, PEOPLE), now=SEED_DAY, step=_nothing
    )
    return Beside(PEOPLE, len(employers), WORK)


def _place_staff(session: Session) -> None:
    placed = [(account.id, HOME) for account in coaches(session)]
    for draft, key in ((COACH, BESIDE), *MANAGERS):
        placed.append((open_account(session, draft=draft, now=SEED_DAY).id, key))
    for account_id, key in placed:
        of_account = RegionOfAccountDraft(region=key)
        set_region_of_account(session, account_id=account_id, draft=of_account)


def _postcodes(session: Session) -> list[Postcode]:
    codes = [row["code"] for row in region_rows("postcodes_bollenstreek.csv")]
    lying = select(Postcode).where(col(Postcode.code).in_(codes))
    return list(session.exec(lying.order_by(Postcode.code)))


def _nothing() -> None:
    """Count no steps: there are few."""
