"""The employers and vacancies of the demo region."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from sqlmodel import Session

from foundation.terms import LanguageLevel, Licence, Weekday, WorkKind
from seed.language import Language, Trade
from vacancies.drafts import EmployerDraft, LimitDraft, RequirementDraft, VacancyDraft
from vacancies.employers import register_employer, set_membership
from vacancies.models import Employer, Importance, LimitKind, Vacancy
from vacancies.requirements import add_limit, set_requirements
from vacancies.service import open_vacancy, write_vacancy

UNSKILLED = 6
WORKDAYS = frozenset(list(Weekday)[:5])
KINDS = (
    ({WorkKind.LEERWERKPLEK}, 3),
    ({WorkKind.TEMPORARY_CONTRACT}, 4),
    ({WorkKind.LEERWERKPLEK, WorkKind.TEMPORARY_CONTRACT}, 3),
    ({WorkKind.ORIENTATION_DAY, WorkKind.LEERWERKPLEK}, 1),
    ({WorkKind.TRAINING_PLACE}, 1),
)
HOURS = ((16, 24), (24, 32), (32, 36), (32, 40), (36, 40))
# Groups of occupations whose work the law ties to a licence, a language or a diploma.
LIMITS_BY_ISCO = {
    "833": (LimitKind.LICENCE, Licence.C.value, None, "Wegenverkeerswet 1994, artikel 107"),
    "832": (LimitKind.LICENCE, Licence.B.value, None, "Wegenverkeerswet 1994, artikel 107"),
    "222": (LimitKind.DIPLOMA, "een BIG-registratie", None, "Wet BIG, artikel 3"),
    "322": (LimitKind.DIPLOMA, "een BIG-registratie", None, "Wet BIG, artikel 3"),
    "531": (LimitKind.LANGUAGE, "nld", LanguageLevel.B1, "Wet kinderopvang, artikel 1.50"),
}  # fmt: skip


def make_employers(
    session: Session,
    chance: Random,
    today: date,
    *,
    rows: Sequence[Mapping[str, str]],
    first_kvk: int,
) -> list[tuple[Employer, int]]:
    """Register the employers; gives each with its share of the vacancies."""
    made = []
    for number, row in enumerate(rows):
        draft = EmployerDraft(
            kvk=f"{first_kvk + 7 * number}",
            trade_name=row["trade_name"],
            sector=row["sector"],
            postcode=row["place"],
            contact_name="Demo Contact",
        )
        employer = register_employer(session, draft=draft)
        if row["member"] == "ja":
            until = today + timedelta(days=chance.randrange(60, 700))
            set_membership(session, employer_id=employer.id, member_until=until)
        made.append((employer, int(row["weight"])))
    return made


def make_vacancies(
    session: Session,
    chance: Random,
    language: Language,
    employers: list[tuple[Employer, int]],
    *,
    number: int,
    today: date,
    step: Callable[[], None],
) -> list[Vacancy]:
    """Open vacancies in every sector; the last few are "nog niet verskild"."""
    weights = [weight for _, weight in employers]
    # Every employer has work; the rest falls by size.
    having = [employer for employer, _ in employers]
    having += chance.choices(having, weights, k=max(0, number - len(having)))
    made = []
    for place, employer in enumerate(having[:number]):
        trades = language.of_sector(employer.sector) or list(language.trades)
        trade = chance.choice(trades)
        skilled = place < number - UNSKILLED
        made.append(_vacancy(session, chance, employer, trade, today=today, skilled=skilled))
        step()
    return made


def _vacancy(
    session: Session,
    chance: Random,
    employer: Employer,
    trade: Trade,
    *,
    today: date,
    skilled: bool,
) -> Vacancy:
    least, most = chance.choice(HOURS)
    kinds = chance.choices([kind for kind, _ in KINDS], [share for _, share in KINDS])[0]
    draft = VacancyDraft(
        title=trade.label[:1].upper() + trade.label[1:],
        sector=employer.sector,
        occupation_id=trade.occupation_id,
        description=f"Werken als {trade.label} bij {employer.trade_name}.",
        postcode=employer.postcode,
        hours_min=least,
        hours_max=most,
        days=WORKDAYS if chance.random() < 0.7 else frozenset(Weekday),
        wage_cents=chance.randrange(1_500, 2_600, 25) if chance.random() < 0.85 else None,
        starts_on=today + timedelta(days=chance.randrange(14, 120)),
        kinds=frozenset(kinds),
        places=chance.choices((1, 2, 4), (6, 3, 1))[0],
    )
    vacancy = write_vacancy(session, employer_id=employer.id, draft=draft)
    number = vacancy.id
    if skilled:
        drafts = _requirements(chance, trade)
        set_requirements(session, vacancy_id=number, drafts=drafts)
    limit = LIMITS_BY_ISCO.get(trade.isco[:3])
    if limit is not None:
        kind, value, level, reason = limit
        add_limit(
            session,
            vacancy_id=number,
            draft=LimitDraft(kind=kind, value=value, level=level, legal_reason=reason),
        )
    return open_vacancy(session, vacancy_id=number)


def _requirements(chance: Random, trade: Trade) -> list[RequirementDraft]:
    required = chance.sample(trade.essential, min(len(trade.essential), chance.randrange(5, 9)))
    desired = chance.sample(trade.optional, min(len(trade.optional), chance.randrange(2, 5)))
    levels = ((None, 2, 3, 4, 5), (2, 4, 6, 3, 1))
    return [
        RequirementDraft(
            skill_id=skill,
            importance=importance,
            level=chance.choices(*levels)[0],
            learnable=chance.random() < learnable,
        )
        for skills, importance, learnable in (
            (required, Importance.REQUIRED, 0.25),
            (desired, Importance.DESIRED, 0.4),
        )
        for skill in skills
    ]
