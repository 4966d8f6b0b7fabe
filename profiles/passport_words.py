"""The words on a passport, in Dutch and English: levels, evidence, kinds and titles."""

from collections.abc import Mapping

from foundation.terms import LEVEL_WORDS
from profiles.models import Evidence, ExperienceKind

LEVELS: Mapping[str, Mapping[int, str]] = {
    "nl": LEVEL_WORDS,
    "en": {
        1: "I have tried it",
        2: "with help",
        3: "on my own",
        4: "also when it is hard",
        5: "I teach it to others",
    },
}
EVIDENCE: Mapping[str, Mapping[Evidence, str]] = {
    "nl": {
        Evidence.CLAIMED: "zelf opgegeven",
        Evidence.SUPPORTED: "onderbouwd",
        Evidence.CONFIRMED: "bevestigd door coach",
    },
    "en": {
        Evidence.CLAIMED: "own statement",
        Evidence.SUPPORTED: "supported",
        Evidence.CONFIRMED: "confirmed by a coach",
    },
}
EXPERIENCES: Mapping[str, Mapping[ExperienceKind, str]] = {
    "nl": {
        ExperienceKind.WORK: "werk",
        ExperienceKind.VOLUNTEERING: "vrijwilligerswerk",
        ExperienceKind.CARE: "zorg voor anderen",
        ExperienceKind.HOBBY: "hobby",
        ExperienceKind.EDUCATION: "opleiding",
    },
    "en": {
        ExperienceKind.WORK: "work",
        ExperienceKind.VOLUNTEERING: "volunteering",
        ExperienceKind.CARE: "care for others",
        ExperienceKind.HOBBY: "hobby",
        ExperienceKind.EDUCATION: "education",
    },
}
TITLES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "Skillspaspoort",
        "nameless": "Zonder naam",
        "skills": "Wat ik kan",
        "languages": "Talen",
        "experiences": "Wat ik deed",
        "licences": "Rijbewijzen",
        "confirmed": "Profiel bevestigd op",
        "made": "Gemaakt op",
        "page": "Bladzijde",
        "of": "van",
        "year": "jaar",
        "years": "jaar",
        "shortened": "Lange teksten zijn hier ingekort. In het JSON-bestand staan ze helemaal.",
    },
    "en": {
        "title": "Skills passport",
        "nameless": "No name",
        "skills": "What I can do",
        "languages": "Languages",
        "experiences": "What I did",
        "licences": "Driving licences",
        "confirmed": "Profile confirmed on",
        "made": "Made on",
        "page": "Page",
        "of": "of",
        "year": "year",
        "years": "years",
        "shortened": "Long texts are shortened here. The JSON file holds them in full.",
    },
}
