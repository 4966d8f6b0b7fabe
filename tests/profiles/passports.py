"""Passports of any size, without a database."""

from datetime import date

from foundation.terms import LanguageLevel, Licence
from profiles.models import Evidence, ExperienceKind
from profiles.passport import Passport, PassportExperience, PassportLanguage, PassportSkill
from skills.models import SkillKind

DAY = date(2026, 9, 1)


def a_skill(number: int, label: str = "metalen lassen", note: str = "") -> PassportSkill:
    evidence = list(Evidence)[number % 3]
    level = (None, 1, 2, 3, 4, 5)[number % 6]
    heading = ("techniek", "zorg")[number % 2]
    uri = f"http://example.nl/skill/{number}"
    return PassportSkill(uri, f"{label} {number}", SkillKind.SKILL, heading, level, evidence, note)


def a_passport(
    name: str = "Zoë de Vries",
    *,
    skills: int = 5,
    label: str = "metalen lassen",
    note: str = "bij Bakker BV",
    presentation: str = "Ik pak graag aan.",
    experiences: tuple[tuple[str, int], ...] = (("Monteur", 5),),
    languages: tuple[str, ...] = ("nld", "ukr"),
) -> Passport:
    owned = [a_skill(number, label, note) for number in range(skills)]
    done = [
        PassportExperience(kind, title, years, None, None)
        for title, times in experiences
        for kind, years in zip([*ExperienceKind] * times, range(times), strict=False)
    ]
    return Passport(
        name=name,
        presentation=presentation,
        municipality="Leiden",
        skills=tuple(sorted(owned, key=lambda one: (one.heading, -(one.level or 0), one.label))),
        languages=tuple(
            PassportLanguage(code, level)
            for code, level in zip(languages, (None, *LanguageLevel), strict=False)
        ),
        experiences=tuple(done),
        licences=(Licence.B, Licence.CODE_95),
        confirmed_on=DAY,
        made_on=DAY,
    )
