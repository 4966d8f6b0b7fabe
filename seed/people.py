"""The candidates of the demo region: what they did, what that taught them, what they wish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlmodel import Session

from foundation.places import Postcode
from foundation.terms import LanguageLevel, Licence, TravelMeans, Weekday, WorkKind
from profiles.consent import give_consent
from profiles.consent_texts import TEXTS
from profiles.drafts import (
    ConfirmationDraft,
    ConsentDraft,
    ExperienceDraft,
    LanguageDraft,
    PreferencesDraft,
    ProfileDraft,
    SkillDraft,
)
from profiles.history import add_experience
from profiles.models import Evidence, ExperienceKind, Purpose
from profiles.service import open_profile
from profiles.skillset import confirm_skill, set_skills
from profiles.states import activate, pause, withdraw
from profiles.wishes import set_languages, set_preferences
from seed.embedded import region_rows
from seed.language import Language, Trade

# Thousands of inhabitants, an own rough assumption: only the proportions count, for drawing.
INHABITANTS = {
    "Leiden": 127, "Katwijk": 66, "Leiderdorp": 28, "Oegstgeest": 26, "Voorschoten": 26,
    "Zoeterwoude": 9, "Hillegom": 23, "Lisse": 23, "Noordwijk": 45, "Teylingen": 38,
}  # fmt: skip
EVERYWHERE = (
    "samenwerken", "afspraken nakomen", "computer gebruiken", "klanten te woord staan",
    "zelfstandig werken", "nauwkeurig werken", "veilig tillen", "plannen en organiseren",
    "rustig blijven onder druk", "instructies opvolgen", "in ploegen werken", "snel leren",
)  # fmt: skip
SPOKEN = "Nederlands spreken"
OTHER_LANGUAGES = ("eng", "deu", "ara", "pol", "tur", "ukr", "spa", "tir", "fra")


@dataclass(frozen=True, slots=True)
class Pastime:
    """Something people do besides work; skills are ids of skill rows."""

    kind: ExperienceKind
    title: str
    skills: list[int]


@dataclass(frozen=True, slots=True)
class _Learned:
    """How well a skill was learned, None for unknown, and where; "" when nobody remembers."""

    level: int | None
    source: str


@dataclass(frozen=True, eq=False)
class Town:
    """What candidates are drawn from."""

    language: Language
    postcodes: Sequence[Postcode]
    sectors: Sequence[str]
    pastimes: Sequence[Pastime]
    coaches: Sequence[str]


def read_pastimes(language: Language) -> list[Pastime]:
    """Read what people do besides work, with the skills it teaches."""
    return [
        Pastime(
            ExperienceKind(row["kind"]), row["title"], language.skills(row["skills"].split(";"))
        )
        for row in region_rows("experiences.csv")
    ]


def make_candidates(
    session: Session,
    chance: Random,
    town: Town,
    names: Sequence[str],
    *,
    now: datetime,
    step: Callable[[], None],
) -> None:
    """Open profiles; most take part, a few pause, think it over or have left."""
    for name in names:
        made = now - timedelta(days=chance.randrange(1, 360))
        number = _profile(session, chance, town, name, made)
        fate = chance.choices(("active", "paused", "draft", "withdrawn"), (94, 2, 3, 1))[0]
        if fate != "draft":
            _agree(session, chance, number, made)
            activate(session, candidate_id=number, now=made)
        if fate == "paused":
            pause(session, candidate_id=number)
        if fate == "withdrawn":
            withdraw(session, candidate_id=number, now=made + timedelta(days=1))
        step()


def _profile(session: Session, chance: Random, town: Town, name: str, made: datetime) -> int:
    draft = ProfileDraft(name=name, working=chance.random() < 0.75)
    number = open_profile(session, draft=draft, now=made).id
    trades = chance.sample(town.language.trades, chance.choices((1, 2, 3), (5, 4, 2))[0])
    learned: dict[int, _Learned] = {}
    for distance, trade in enumerate(trades):
        years = chance.randrange(1, 16)
        job = ExperienceDraft(
            kind=ExperienceKind.WORK,
            title=trade.label,
            years=years,
            occupation_id=trade.occupation_id,
        )
        add_experience(session, candidate_id=number, draft=job)
        taught = _taught(chance, trade, distance)
        _learn(chance, learned, taught, f"{years} jaar als {trade.label}", years)
    for pastime in chance.sample(town.pastimes, chance.randrange(0, 3)):
        did = ExperienceDraft(kind=pastime.kind, title=pastime.title, years=chance.randrange(1, 10))
        add_experience(session, candidate_id=number, draft=did)
        _learn(chance, learned, pastime.skills, pastime.title, 4)
    general = chance.sample(EVERYWHERE, chance.randrange(2, 6))
    if chance.random() < 0.85:
        general.append(SPOKEN)
    _learn(chance, learned, town.language.skills(general), "", 9)
    _write_skills(session, chance, number, learned)
    _confirm_some(session, chance, number, list(learned), town.coaches, made)
    _wishes(session, chance, town, number, trades[0])
    return number


def _taught(chance: Random, trade: Trade, distance: int) -> list[int]:
    """Draw what a job taught: most of it from the latest one, less from those before."""
    essential = round(len(trade.essential) * chance.uniform(0.55, 0.95) / (1 + distance))
    optional = round(len(trade.optional) * chance.uniform(0.1, 0.5) / (1 + distance))
    return [
        *chance.sample(trade.essential, min(essential, 12)),
        *chance.sample(trade.optional, min(optional, 6)),
    ]


def _learn(
    chance: Random, learned: dict[int, _Learned], skills: Sequence[int], source: str, years: int
) -> None:
    """Add what is new to what was learned; more years draw a higher level."""
    middle = 2 if years < 3 else 3 if years < 8 else 4
    for skill in skills:
        if skill not in learned:
            level = min(5, max(1, middle + chance.choices((-1, 0, 1), (2, 5, 2))[0]))
            learned[skill] = _Learned(None if chance.random() < 0.15 else level, source)


def _write_skills(
    session: Session, chance: Random, number: int, learned: dict[int, _Learned]
) -> None:
    drafts = []
    for skill, told in learned.items():
        draft = SkillDraft(skill_id=skill, level=told.level)
        if told.source and chance.random() < 0.3:
            draft = SkillDraft(
                skill_id=skill,
                level=told.level,
                evidence=Evidence.SUPPORTED,
                evidence_note=told.source,
            )
        drafts.append(draft)
    set_skills(session, candidate_id=number, drafts=drafts)


def _confirm_some(
    session: Session,
    chance: Random,
    number: int,
    skills: Sequence[int],
    coaches: Sequence[str],
    made: datetime,
) -> None:
    if chance.random() < 0.4:
        coach = chance.choice(coaches)
        for skill in chance.sample(skills, min(len(skills), 2)):
            draft = ConfirmationDraft(skill_id=skill, coach=coach, note="besproken bij de intake")
            confirm_skill(session, candidate_id=number, draft=draft, now=made)


def _wishes(session: Session, chance: Random, town: Town, number: int, trade: Trade) -> None:
    weights = [
        INHABITANTS[code.municipality]
        / sum(other.municipality == code.municipality for other in town.postcodes)
        for code in town.postcodes
    ]
    least, most = chance.choice(((16, 24), (24, 32), (24, 36), (32, 40), (36, 40)))
    wanted = {trade.sector} if chance.random() < 0.5 else set()
    wanted |= set(chance.sample(town.sectors, chance.randrange(0, 3)))
    days = frozenset(list(Weekday)[:5]) if chance.random() < 0.5 else frozenset(Weekday)
    draft = PreferencesDraft(
        postcode=chance.choices(town.postcodes, weights)[0].code,
        travel_minutes=chance.choice((15, 20, 30, 30, 45, 60)),
        travel_means=chance.choices(list(TravelMeans), (1, 5, 3, 4))[0],
        hours_min=least,
        hours_max=most,
        days=days if chance.random() < 0.7 else frozenset(),
        wage_floor_cents=chance.randrange(1_475, 2_000, 25) if chance.random() < 0.3 else None,
        starts_from=date(2026, 9, 1) if chance.random() < 0.2 else None,
        course_days=chance.choice((None, 1, 5, 20, 40, 80)),
        sectors=frozenset(wanted),
        kinds=frozenset(chance.sample(list(WorkKind)[:2], chance.randrange(0, 3))),
        licences=_licences(chance, trade),
    )
    set_preferences(session, candidate_id=number, draft=draft)
    set_languages(session, candidate_id=number, drafts=_languages(chance))


def _licences(chance: Random, trade: Trade) -> frozenset[Licence]:
    if trade.isco.startswith("833"):
        return frozenset({Licence.B, Licence.C, Licence.CODE_95})
    return frozenset({Licence.B}) if chance.random() < 0.6 else frozenset()


def _languages(chance: Random) -> list[LanguageDraft]:
    dutch = chance.choices((None, *LanguageLevel), (10, 2, 8, 15, 20, 20, 25))[0]
    others = chance.sample(OTHER_LANGUAGES, chance.randrange(0, 3))
    return [
        LanguageDraft(language="nld", level=dutch),
        *(LanguageDraft(language=one, level=chance.choice(list(LanguageLevel))) for one in others),
    ]


def _agree(session: Session, chance: Random, number: int, made: datetime) -> None:
    shares = ((Purpose.MATCHING, 1.0), (Purpose.POOL_SEARCH, 0.8), (Purpose.HANDOVER, 0.7))
    for purpose, share in shares:
        if chance.random() < share:
            draft = ConsentDraft(purpose=purpose, text_version=TEXTS[purpose].version)
            give_consent(session, candidate_id=number, draft=draft, now=made)
