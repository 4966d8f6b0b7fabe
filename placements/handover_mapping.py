"""Our words in the words of the standards, as data: one table for each thing, read in both ways.

Where a standard has fewer words than we have, the way back gives all of ours that fit; where it has
no word at all there is no row, and the field is told in losses.csv. Sources and versions stand in
docs/overdracht-wijij.md. Shapes of VUM: koppelvlakspecificaties 2.0.0; of GGM: Model Werk (2025).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.terms import LanguageLevel, Licence, TravelMeans, WorkKind
from placements.models import OutcomeKind, OutcomeState

VUM = "VUM 2.0"
GGM = "GGM 2025"
SETU = "SETU Assignment 2.0 (ontwerp)"

# Characters of VUM's vakvaardigheid.omschrijving.
LONGEST_SKILL = 120

# VUM and we alike: 0 is unknown, 1 is yes, 2 is no.
INDICATION: Mapping[bool | None, int] = {None: 0, True: 1, False: 2}


@dataclass(frozen=True, slots=True)
class ContractForm:
    """VUM's contractvorm: the kind of agreement, and B for a fixed term or None for none."""

    agreement: str
    contract: str | None = None


# Ordinary work is 01, a place to learn 02, a place to gain experience 04.
CONTRACTS: Mapping[WorkKind, ContractForm] = {
    WorkKind.TEMPORARY_CONTRACT: ContractForm("01", "B"),
    WorkKind.LEERWERKPLEK: ContractForm("02", "B"),
    WorkKind.ORIENTATION_DAY: ContractForm("04"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """How an outcome stands in GGM: the words of the result, and whether it is a placement.

    `course` tells that an Opleiding stands beside the Bemiddelingsactiviteit.
    """

    words: str
    placed: bool
    course: bool = False


# The words of the result are ours: GGM has a text there and no list.
RESULTS: Mapping[OutcomeKind, Result] = {
    OutcomeKind.LEERWERKPLEK: Result("leerwerkplek", placed=True),
    OutcomeKind.TEMPORARY_CONTRACT: Result("tijdelijk contract", placed=True),
    OutcomeKind.TRAINING_REFERRAL: Result("verwijzing naar scholing", placed=False, course=True),
    OutcomeKind.PARTNER_REFERRAL: Result("verwijzing naar een partner", placed=False),
    OutcomeKind.ORIENTATION_DAY: Result("snuffelstage", placed=False),
    OutcomeKind.DEVELOPMENT_ADVICE: Result("ontwikkeladvies", placed=False),
    OutcomeKind.MOVED_ON: Result("verder zonder plaatsing", placed=False),
}
# An outcome that is placed work is also a contract in VUM.
PLACED_AS: Mapping[OutcomeKind, WorkKind] = {
    OutcomeKind.LEERWERKPLEK: WorkKind.LEERWERKPLEK,
    OutcomeKind.TEMPORARY_CONTRACT: WorkKind.TEMPORARY_CONTRACT,
    OutcomeKind.ORIENTATION_DAY: WorkKind.ORIENTATION_DAY,
}

# GGM's CodeStatusOpleiding with the values of VUM: 1 finished, 2 broken off, 3 going on.
COURSE_UNKNOWN, COURSE_FINISHED, COURSE_STOPPED, COURSE_RUNNING = 0, 1, 2, 3
COURSE_STATES: Mapping[OutcomeState, int] = {
    OutcomeState.RUNNING: COURSE_RUNNING,
    OutcomeState.DONE: COURSE_RUNNING,
    OutcomeState.ENDED: COURSE_UNKNOWN,
    OutcomeState.CORRECTED: COURSE_UNKNOWN,
}

# Who does it alone masters it; who needs help does not yet. 1 is good, 2 enough, 3 not enough.
MASTERY: Mapping[int, int] = {5: 1, 4: 1, 3: 2, 2: 3, 1: 3}

# Attitudes that say the same as one of VUM's 25 gedragscompetenties, by the URI of the concept.
_ESCO = "http://data.europa.eu/esco/skill/"
BEHAVIOURS: Mapping[str, str] = {
    f"{_ESCO}001115fb-569f-4ee6-8381-c6807ef2527f": "24100",  # to take the initiative
    f"{_ESCO}77b636e8-fab3-41a8-8022-1e0a354059dc": "24104",  # to feel what others feel
    f"{_ESCO}e37d64dc-0f05-4ee8-b065-bf76f70d8f5c": "24106",  # to keep what is confidential
    "urn:talentopmaat:skill:snel-leren": "24116",
    f"{_ESCO}5b0f2198-7246-4256-a902-4d9ce1260c80": "24119",  # to work for the customer
    f"{_ESCO}83e6510b-ffeb-4aec-959c-4265fd0ff7b7": "24120",  # to work precisely
    f"{_ESCO}49de9958-2aa4-4eef-a89d-fe5d5bcd28c4": "24122",  # to cope with change
    f"{_ESCO}d15f8745-28f8-4abf-a7b6-6cb8a304efd2": "24123",  # to stay calm under pressure
}

# VUM tells four things of a language with one code each: 2 fair, 3 good, 4 excellent, 0 unknown.
LANGUAGE_CODES: Mapping[LanguageLevel | None, int] = {
    None: 0,
    LanguageLevel.A1: 2,
    LanguageLevel.A2: 2,
    LanguageLevel.B1: 3,
    LanguageLevel.B2: 3,
    LanguageLevel.C1: 4,
    LanguageLevel.C2: 4,
}
LICENCES: Mapping[Licence, str] = {one: one.value for one in Licence if one is not Licence.CODE_95}
# VUM has no word for walking; 9 is "anders".
MEANS: Mapping[TravelMeans, int] = {
    TravelMeans.CAR: 1,
    TravelMeans.BIKE: 3,
    TravelMeans.PUBLIC_TRANSPORT: 5,
    TravelMeans.WALK: 9,
}

# The section of SBI 2008 by the key of a sector; "dienstverlening" lies in several of them.
SBI_SECTIONS: Mapping[str, str] = {
    "groen": "A",
    "techniek": "C",
    "bouw": "F",
    "logistiek": "H",
    "horeca": "I",
    "ict": "J",
    "onderwijs": "P",
    "zorg": "Q",
}


def contract_of(kind: WorkKind) -> ContractForm | None:
    """Give VUM's contractvorm of a kind of work; None when it has none."""
    return CONTRACTS.get(kind)


def kind_of(form: ContractForm) -> WorkKind | None:
    """Read VUM's contractvorm back; None when it is no kind of work of ours."""
    return next((kind for kind, known in CONTRACTS.items() if known == form), None)


def outcome_kind_of(words: str) -> OutcomeKind | None:
    """Read the words of a result back; None when they are not ours."""
    return next((kind for kind, known in RESULTS.items() if known.words == words), None)


def levels_of(mastery: int) -> frozenset[int]:
    """Give every level, 1 to 5, that has this mastery."""
    return frozenset(level for level, code in MASTERY.items() if code == mastery)


def language_levels_of(code: int) -> frozenset[LanguageLevel | None]:
    """Give every level of a language that has this code."""
    return frozenset(level for level, known in LANGUAGE_CODES.items() if known == code)


def skill_of_behaviour(code: str) -> str | None:
    """Give the URI of the attitude that has this gedragscompetentie."""
    return next((uri for uri, known in BEHAVIOURS.items() if known == code), None)


def sector_of_section(section: str) -> str | None:
    """Give the key of the sector of a section of SBI 2008."""
    return next((key for key, known in SBI_SECTIONS.items() if known == section), None)


def cut(label: str) -> str:
    """Shorten a label to what VUM takes, at the end of a word where there is one."""
    if len(label) <= LONGEST_SKILL:
        return label
    kept = label[:LONGEST_SKILL]
    if label[LONGEST_SKILL] != " ":
        kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip(" ,;:-")
