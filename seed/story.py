"""The story that shows the point: a musician whose own skills make him a process operator.

On a CV he would never have been invited. What he adds about himself (he mends his own amplifiers,
tunes the sound of a hall, works at night) carries him; his occupation alone would not.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from foundation.terms import LanguageLevel, Licence, TravelMeans, Weekday, WorkKind
from profiles.consent import give_consent
from profiles.consent_texts import TEXTS
from profiles.drafts import (
    ConsentDraft,
    ExperienceDraft,
    LanguageDraft,
    PreferencesDraft,
    ProfileDraft,
    SkillDraft,
)
from profiles.history import add_experience
from profiles.models import Candidate, Evidence, ExperienceKind, Purpose
from profiles.service import open_profile
from profiles.skillset import set_skills
from profiles.states import activate
from profiles.wishes import set_languages, set_preferences
from seed.language import Language
from vacancies.drafts import RequirementDraft, VacancyDraft
from vacancies.models import Employer, Importance, Vacancy
from vacancies.requirements import set_requirements
from vacancies.service import open_vacancy, write_vacancy

EMPLOYER = "Demo Zuivel"
TITLE = "Procesoperator"
WORK = "procesoperator"
MUSICIAN = "Demo Nachtegaal Sequoia"
OCCUPATION = "muzikant"

# What the dairy asks: label, importance, level, taught on the job.
ASKED = (
    ("productielijn bedienen", Importance.DESIRED, 2, True),
    ("meetwaarden van een proces bewaken", Importance.REQUIRED, 3, False),
    ("storingen opsporen en verhelpen", Importance.REQUIRED, 3, False),
    ("nauwkeurig werken", Importance.REQUIRED, 4, False),
    ("in ploegen werken", Importance.REQUIRED, None, False),
    ("rustig blijven onder druk", Importance.REQUIRED, 3, False),
    ("Nederlands spreken", Importance.REQUIRED, 3, False),
    ("veilig werken (VCA)", Importance.REQUIRED, 2, False),
    ("hygiënisch werken", Importance.DESIRED, 3, True),
    ("overdragen aan collega's", Importance.DESIRED, 3, False),
    ("kwaliteit controleren van producten", Importance.DESIRED, 2, True),
)
# What twenty years of music taught, as the occupation would list it.
BY_OCCUPATION = (
    ("muziekinstrument bespelen", 5, "twintig jaar op het podium"),
    ("samenspelen met muzikanten", 5, "twintig jaar op het podium"),
    ("optreden voorbereiden", 4, ""),
    ("optreden voor publiek", 5, ""),
    ("muziekinstrument stemmen en onderhouden", 4, ""),
    ("volhouden", 4, ""),
    ("concentratie vasthouden", 5, ""),
)
# What he adds about himself when nobody asks for his last job.
BY_HIMSELF = (
    ("versterkers en geluidsapparatuur repareren", 4, "repareert tien jaar eigen apparatuur"),
    ("storingen opsporen en verhelpen", 3, "zoekt tijdens een optreden zelf de fout"),
    ("podiumgeluid inregelen", 4, "stelde het geluid in van een festival"),
    ("geluid mengen", 4, "stelde het geluid in van een festival"),
    ("meten en aflezen", 4, ""),
    ("solderen", 3, "bouwt zijn eigen kabels"),
    ("nauwkeurig werken", 4, ""),
    ("in ploegen werken", 4, "werkt al jaren 's avonds en in het weekend"),
    ("overdragen aan collega's", 3, ""),
    ("rustig blijven onder druk", 4, ""),
    ("Nederlands spreken", None, ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """The two of the story: ids of the candidate and of the vacancy."""

    candidate_id: int
    vacancy_id: int


def tell_story(session: Session, language: Language, *, now: datetime) -> Story:
    """Add the dairy's vacancy and the musician's profile."""
    employer = session.exec(select(Employer).where(Employer.trade_name == EMPLOYER)).one()
    return Story(
        candidate_id=_musician(session, language, now),
        vacancy_id=_vacancy(session, language, employer, now.date()),
    )


def find_story(session: Session) -> Story | None:
    """Find the two of the story in a seeded database; None when they are not there."""
    candidate = session.exec(select(Candidate.id).where(Candidate.name == MUSICIAN)).first()
    vacancy = session.exec(
        select(col(Vacancy.id))
        .join(Employer, col(Employer.id) == Vacancy.employer_id)
        .where(Employer.trade_name == EMPLOYER, Vacancy.title == TITLE)
        .order_by(col(Vacancy.id).desc())
    ).first()
    return Story(candidate, vacancy) if candidate and vacancy else None


def _vacancy(session: Session, language: Language, employer: Employer, today: date) -> int:
    trade = language.named(WORK)
    draft = VacancyDraft(
        title=TITLE,
        sector=employer.sector,
        occupation_id=trade.occupation_id if trade else None,
        description=(
            "Je bedient de lijn waar melk yoghurt wordt. Je leert het vak bij ons op de werkvloer."
        ),
        postcode=employer.postcode,
        hours_min=32,
        hours_max=36,
        days=frozenset(Weekday),
        wage_cents=1_725,
        starts_on=today + timedelta(days=60),
        kinds=frozenset({WorkKind.LEERWERKPLEK, WorkKind.TEMPORARY_CONTRACT}),
        places=2,
    )
    number = write_vacancy(session, employer_id=employer.id, draft=draft).id
    requirements = [
        RequirementDraft(
            skill_id=language.by_label[label],
            importance=importance,
            level=level,
            learnable=learnable,
        )
        for label, importance, level, learnable in ASKED
        if label in language.by_label
    ]
    set_requirements(session, vacancy_id=number, drafts=requirements)
    open_vacancy(session, vacancy_id=number)
    return number


def _musician(session: Session, language: Language, now: datetime) -> int:
    draft = ProfileDraft(name=MUSICIAN, working=False, presentation="Ik maak en repareer geluid.")
    number = open_profile(session, draft=draft, now=now).id
    trade = language.named(OCCUPATION)
    work = ExperienceDraft(
        kind=ExperienceKind.WORK,
        title=OCCUPATION,
        years=20,
        occupation_id=trade.occupation_id if trade else None,
    )
    add_experience(session, candidate_id=number, draft=work)
    skills = [
        SkillDraft(
            skill_id=language.by_label[label],
            level=level,
            evidence=Evidence.SUPPORTED if note else Evidence.CLAIMED,
            evidence_note=note,
        )
        for label, level, note in (*BY_OCCUPATION, *BY_HIMSELF)
        if label in language.by_label
    ]
    set_skills(session, candidate_id=number, drafts=skills)
    preferences = PreferencesDraft(
        postcode="2316",
        travel_minutes=30,
        travel_means=TravelMeans.BIKE,
        hours_min=24,
        hours_max=36,
        days=frozenset(Weekday),
        course_days=5,
        sectors=frozenset({"techniek", "horeca"}),
        kinds=frozenset({WorkKind.LEERWERKPLEK, WorkKind.TEMPORARY_CONTRACT}),
        licences=frozenset({Licence.B}),
    )
    set_preferences(session, candidate_id=number, draft=preferences)
    languages = [
        LanguageDraft(language="nld", level=LanguageLevel.B1),
        LanguageDraft(language="eng", level=LanguageLevel.B2),
    ]
    set_languages(session, candidate_id=number, drafts=languages)
    for purpose in (Purpose.MATCHING, Purpose.POOL_SEARCH, Purpose.HANDOVER):
        consent = ConsentDraft(purpose=purpose, text_version=TEXTS[purpose].version)
        give_consent(session, candidate_id=number, draft=consent, now=now)
    activate(session, candidate_id=number, now=now)
    return number
