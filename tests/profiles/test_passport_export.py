"""Promises about the passport as JSON: both forms hold the facts of the passport, and no more."""

import json

from profiles.models import Evidence, ExperienceKind
from profiles.passport import PassportExperience
from profiles.passport_export import as_europass_style, as_json_resume
from profiles.passport_words import EVIDENCE, LEVELS
from tests.profiles.passports import a_passport

LEVEL_OF = {word: level for level, word in LEVELS["nl"].items()}
EVIDENCE_OF = {word: kind for kind, word in EVIDENCE["nl"].items()}


def facts(passport):
    """What a passport tells, in one plain shape."""
    return {
        "person": (passport.name, passport.presentation, passport.municipality),
        "skills": [
            (one.uri, one.label, one.heading, one.level, one.evidence, one.note)
            for one in passport.skills
        ],
        "languages": [(one.code, one.level) for one in passport.languages],
        "experiences": {
            (one.kind, one.title, one.years, one.occupation_uri) for one in passport.experiences
        },
        "licences": list(passport.licences),
    }


def facts_of_resume(resume):
    places = {
        ExperienceKind.WORK: ("work", "position"),
        ExperienceKind.VOLUNTEERING: ("volunteer", "position"),
        ExperienceKind.EDUCATION: ("education", "area"),
        ExperienceKind.HOBBY: ("interests", "name"),
        ExperienceKind.CARE: ("projects", "name"),
    }
    basics = resume["basics"]
    return {
        "person": (
            basics["name"],
            basics.get("summary", ""),
            basics.get("location", {}).get("city"),
        ),
        "skills": [
            (
                one["uri"],
                one["name"],
                one["keywords"][0],
                LEVEL_OF.get(one.get("level")),
                EVIDENCE_OF[one["evidence"]],
                one.get("evidenceNote", ""),
            )
            for one in resume["skills"]
        ],
        "languages": [(one["code"], one.get("fluency")) for one in resume["languages"]],
        "experiences": {
            (kind, one[field], one.get("years"), one.get("occupationUri"))
            for kind, (part, field) in places.items()
            for one in resume[part]
        },
        "licences": [one["name"].removeprefix("rijbewijs ") for one in resume["certificates"]],
    }


def facts_of_europass(document):
    learner = document["SkillsPassport"]["LearnerInfo"]
    skills = learner["Skills"]
    address = learner["Identification"].get("ContactInfo", {}).get("Address", {})
    done = {
        (
            ExperienceKind.WORK,
            one["Position"]["Label"],
            one.get("Years"),
            one["Position"].get("Code"),
        )
        for one in learner.get("WorkExperience", [])
    }
    done |= {
        (ExperienceKind.EDUCATION, one["Title"], one.get("Years"), None)
        for one in learner.get("Education", [])
    }
    done |= {
        (ExperienceKind(one["Title"]["Code"]), one["Description"], one.get("Years"), None)
        for one in learner.get("Achievement", [])
    }
    return {
        "person": (
            learner["Identification"]["PersonName"]["FirstName"],
            learner["Headline"]["Description"]["Label"],
            address.get("Contact", {}).get("Municipality"),
        ),
        "skills": [
            (
                one["Description"]["Code"],
                one["Description"]["Label"],
                one["Heading"],
                LEVEL_OF.get(one.get("Level")),
                EVIDENCE_OF[one["Evidence"]],
                one.get("Note", ""),
            )
            for one in skills["JobRelated"]["Skill"]
        ],
        "languages": [
            (one["Description"]["Code"], one.get("ProficiencyLevel", {}).get("Reading"))
            for one in skills["Linguistic"]["ForeignLanguage"]
        ],
        "experiences": done,
        "licences": skills["Driving"]["Description"],
    }


def test_json_resume_holds_the_facts_of_the_passport():
    passport = a_passport(skills=12)
    told = json.loads(json.dumps(as_json_resume(passport), allow_nan=False))
    assert facts_of_resume(told) == facts(passport)


def test_europass_style_holds_the_facts_of_the_passport():
    passport = a_passport(skills=12)
    told = json.loads(json.dumps(as_europass_style(passport), allow_nan=False))
    assert facts_of_europass(told) == facts(passport)


def test_json_resume_has_only_parts_its_schema_knows():
    told = as_json_resume(a_passport())
    assert told.keys() == {
        "$schema",
        "basics",
        "work",
        "volunteer",
        "education",
        "interests",
        "projects",
        "skills",
        "languages",
        "certificates",
        "meta",
    }
    assert told["meta"]["lastModified"] == "2026-09-01"


def test_what_is_not_known_is_left_out_and_not_guessed():
    passport = a_passport(skills=1, note="", presentation="", experiences=(), languages=("nld",))
    resume, europass = as_json_resume(passport), as_europass_style(passport)
    assert resume["basics"].keys() == {"name", "location"}
    assert "level" not in resume["skills"][0]
    assert resume["languages"] == [{"language": "Nederlands", "code": "nld"}]
    learner = europass["SkillsPassport"]["LearnerInfo"]
    assert learner.keys() == {"Identification", "Skills"}
    assert resume["skills"][0]["evidence"] == EVIDENCE["nl"][Evidence.CLAIMED]


def test_the_occupation_of_work_keeps_its_address():
    work = PassportExperience(ExperienceKind.WORK, "Lasser bij Bos", 3, "lasser", "urn:lasser")
    passport = a_passport()
    passport = type(passport)(**{**facts_free(passport), "experiences": (work,)})
    assert as_json_resume(passport)["work"] == [
        {"position": "Lasser bij Bos", "occupationUri": "urn:lasser", "years": 3}
    ]
    learner = as_europass_style(passport)["SkillsPassport"]["LearnerInfo"]
    assert learner["WorkExperience"][0]["Position"]["Code"] == "urn:lasser"


def facts_free(passport):
    return {name: getattr(passport, name) for name in type(passport).__dataclass_fields__}
