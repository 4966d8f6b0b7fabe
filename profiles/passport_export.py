"""The passport as JSON to take along: in the fields of JSON Resume and in those of Europass."""

from collections.abc import Iterator, Mapping
from typing import Any

from profiles.languages import name_of
from profiles.models import ExperienceKind
from profiles.passport import Passport, PassportExperience, PassportLanguage, PassportSkill
from profiles.passport_words import EVIDENCE, EXPERIENCES, LEVELS

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
GENERATOR = "Talent op Maat"


def as_json_resume(passport: Passport) -> dict[str, Any]:
    """Write the passport in the fields of JSON Resume 1.0.0.

    Where that has no field, ours stand beside the others, as its schema allows: the `uri`,
    `evidence` and `evidenceNote` of a skill, the `years` and `occupationUri` of an experience and
    the ISO 639-3 `code` of a language. Care for others is a project of the type "zorg", a hobby an
    interest, a driving licence a certificate. There are no dates: the profile does not ask them.
    """
    by_kind = {
        kind: [one for one in passport.experiences if one.kind is kind] for kind in ExperienceKind
    }
    return {
        "$schema": SCHEMA,
        "basics": _without_empty(
            {
                "name": passport.name,
                "summary": passport.presentation,
                "location": _location(passport.municipality),
            }
        ),
        "work": [_resume("position", one) for one in by_kind[ExperienceKind.WORK]],
        "volunteer": [_resume("position", one) for one in by_kind[ExperienceKind.VOLUNTEERING]],
        "education": [_resume("area", one) for one in by_kind[ExperienceKind.EDUCATION]],
        "interests": [_resume("name", one) for one in by_kind[ExperienceKind.HOBBY]],
        "projects": [
            {**_resume("name", one), "type": one.kind.value} for one in by_kind[ExperienceKind.CARE]
        ],
        "skills": [_resume_skill(skill) for skill in passport.skills],
        "languages": [_resume_language(language) for language in passport.languages],
        "certificates": [{"name": f"rijbewijs {licence}"} for licence in passport.licences],
        "meta": {
            "version": "v1.0.0",
            "canonical": SCHEMA,
            "lastModified": passport.confirmed_on.isoformat(),
        },
    }


def as_europass_style(passport: Passport) -> dict[str, Any]:
    """Write the passport in the structure of the Europass CV (SkillsPassport, version 3).

    It is no Europass document and nobody certified it: the present Europass takes a CV in only
    through its own editor. It gives programs that know these names the same facts. The whole name
    stands in `FirstName`, since we ask one name; one level of a language stands for its five
    parts; `JobRelated.Skill` is ours, as Europass has one text there.
    """
    work = [one for one in passport.experiences if one.kind is ExperienceKind.WORK]
    taught = [one for one in passport.experiences if one.kind is ExperienceKind.EDUCATION]
    others = [one for one in passport.experiences if one not in work and one not in taught]
    learner = {
        "Identification": {
            "PersonName": {"FirstName": passport.name},
            **_contact(passport.municipality),
        },
        "Headline": _headline(passport.presentation),
        "WorkExperience": [{"Position": _position(one), **_years(one)} for one in work],
        "Education": [{"Title": one.title, **_years(one)} for one in taught],
        "Skills": _europass_skills(passport),
        "Achievement": [
            {
                "Title": {"Code": one.kind.value, "Label": EXPERIENCES["nl"][one.kind]},
                "Description": one.title,
                **_years(one),
            }
            for one in others
        ],
    }
    return {
        "SkillsPassport": {
            "Locale": "nl",
            "DocumentInfo": {
                "DocumentType": "ECV",
                "CreationDate": passport.made_on.isoformat(),
                "LastUpdateDate": passport.confirmed_on.isoformat(),
                "Generator": GENERATOR,
            },
            "LearnerInfo": _without_empty(learner),
        }
    }


def _without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def _location(municipality: str | None) -> dict[str, str]:
    return {"city": municipality, "countryCode": "NL"} if municipality else {}


def _resume(field: str, one: PassportExperience) -> dict[str, Any]:
    fields = {field: one.title, "occupationUri": one.occupation_uri, "years": one.years}
    return {key: value for key, value in fields.items() if value is not None}


def _resume_skill(skill: PassportSkill) -> dict[str, Any]:
    return _without_empty(
        {
            "name": skill.label,
            "level": LEVELS["nl"][skill.level] if skill.level else "",
            "keywords": [skill.heading],
            "uri": skill.uri,
            "evidence": EVIDENCE["nl"][skill.evidence],
            "evidenceNote": skill.note,
        }
    )


def _resume_language(language: PassportLanguage) -> dict[str, Any]:
    name = name_of(language.code)
    return _without_empty(
        {"language": name.dutch, "fluency": language.level or "", "code": language.code}
    )


def _contact(municipality: str | None) -> dict[str, Any]:
    if not municipality:
        return {}
    country = {"Code": "NL", "Label": "Nederland"}
    place = {"Municipality": municipality, "Country": country}
    return {"ContactInfo": {"Address": {"Contact": place}}}


def _headline(presentation: str) -> dict[str, Any]:
    if not presentation:
        return {}
    return {"Type": {"Code": "personal_statement"}, "Description": {"Label": presentation}}


def _position(one: PassportExperience) -> dict[str, str]:
    return _without_empty({"Code": one.occupation_uri, "Label": one.title})


def _years(one: PassportExperience) -> dict[str, int]:
    return {} if one.years is None else {"Years": one.years}


def _europass_skills(passport: Passport) -> dict[str, Any]:
    return _without_empty(
        {
            "Linguistic": {"ForeignLanguage": [_spoken(one) for one in passport.languages]},
            "JobRelated": {
                "Description": "\n".join(_lines(passport)),
                "Skill": [_europass_skill(skill) for skill in passport.skills],
            },
            "Driving": {"Description": [licence.value for licence in passport.licences]},
        }
    )


def _spoken(language: PassportLanguage) -> dict[str, Any]:
    described = {"Code": language.code, "Label": name_of(language.code).dutch}
    if language.level is None:
        return {"Description": described}
    parts = ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing")
    return {
        "Description": described,
        "ProficiencyLevel": dict.fromkeys(parts, language.level.value),
    }


def _lines(passport: Passport) -> Iterator[str]:
    for heading, skills in passport.headings.items():
        yield f"{heading}: {', '.join(skill.label for skill in skills)}"


def _europass_skill(skill: PassportSkill) -> dict[str, Any]:
    return _without_empty(
        {
            "Description": {"Code": skill.uri, "Label": skill.label},
            "Heading": skill.heading,
            "Level": LEVELS["nl"][skill.level] if skill.level else "",
            "Evidence": EVIDENCE["nl"][skill.evidence],
            "Note": skill.note,
        }
    )
