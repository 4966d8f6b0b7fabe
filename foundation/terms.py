"""The words candidates and vacancies share, so that neither room needs the other."""

from enum import StrEnum

LEVELS = range(1, 6)
LEVEL_WORDS = {
    1: "ik heb kennisgemaakt",
    2: "met hulp",
    3: "zelfstandig",
    4: "ook als het moeilijk is",
    5: "ik leer het anderen",
}


class WorkKind(StrEnum):
    """What an employer can offer and a candidate can wish; the values are those of the handover."""

    LEERWERKPLEK = "leerwerkplek"
    TEMPORARY_CONTRACT = "tijdelijk_contract"
    INTERNSHIP = "stageplek"
    ORIENTATION_DAY = "snuffelstage"
    TRAINING_PLACE = "opleidingsplek"


class TravelMeans(StrEnum):
    """How somebody gets to work."""

    WALK = "lopend"
    BIKE = "fiets"
    PUBLIC_TRANSPORT = "ov"
    CAR = "auto"


class Weekday(StrEnum):
    """A day somebody can work or is asked to work."""

    MONDAY = "ma"
    TUESDAY = "di"
    WEDNESDAY = "wo"
    THURSDAY = "do"
    FRIDAY = "vr"
    SATURDAY = "za"
    SUNDAY = "zo"


class Licence(StrEnum):
    """A licence the law can ask for: driving licences and the code 95 for professional drivers."""

    AM = "AM"
    B = "B"
    BE = "BE"
    C = "C"
    CE = "CE"
    D = "D"
    T = "T"
    CODE_95 = "code 95"


class LanguageLevel(StrEnum):
    """A level of the Common European Framework; the alphabet is the order."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
