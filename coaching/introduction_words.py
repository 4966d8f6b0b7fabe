"""An introduction in the own words of each of the three sides: where it stands, and what happened.

What a side may not know has no words for that side: it is left out of its history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coaching.introduction_steps import What
from coaching.models import IntroductionState, IntroductionStep


class Reader(StrEnum):
    """Who reads."""

    CANDIDATE = "candidate"
    EMPLOYER = "employer"
    COACH = "coach"


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history."""

    at: datetime
    sentence: str


# Per state: what the candidate reads, the employer, the coach. Empty: that side never sees it.
STANDS: Mapping[IntroductionState, tuple[str, str, str]] = {
    IntroductionState.ASKED: (
        "Je coach wil je voorstellen. Kies of je dat wilt.",
        "",
        "Je wacht op het antwoord van de kandidaat.",
    ),
    IntroductionState.REFUSED: (
        "Je zei nee. Het bedrijf heeft niets van je gezien.",
        "",
        "De kandidaat wil dit niet. Het bedrijf heeft niets gezien.",
    ),
    IntroductionState.INTRODUCED: (
        "Het bedrijf kent je naam en leest je tekst. Je wacht op antwoord.",
        "Iemand is aan je voorgesteld. Laat weten of je wilt kennismaken.",
        "Je wacht op het antwoord van het bedrijf.",
    ),
    IntroductionState.MEETING: (
        "Het bedrijf wil met je kennismaken.",
        "Je wilt kennismaken. Laat daarna weten wat je besluit.",
        "Ze maken kennis. Help met een afspraak als dat nodig is.",
    ),
    IntroductionState.ACCEPTED: (
        "Je bent aangenomen. Gefeliciteerd!",
        "Je hebt deze persoon aangenomen.",
        "De kandidaat is aangenomen.",
    ),
    IntroductionState.PLACED: (
        "Je werkt hier via deze voordracht.",
        "Deze persoon werkt bij je via deze voordracht.",
        "De kandidaat werkt hier.",
    ),
    IntroductionState.FINISHED: (
        "Je plek bij dit bedrijf is voorbij.",
        "De plek van deze persoon is voorbij. De naam is niet meer te zien.",
        "De plek is voorbij.",
    ),
    IntroductionState.DECLINED: (
        "Het bedrijf kiest niet voor jou. Lees waarom.",
        "Je hebt nee gezegd. De naam is niet meer te zien.",
        "Het bedrijf zei nee. Lees waarom.",
    ),
    IntroductionState.NO_ANSWER: (
        "Er kwam geen antwoord. Deze voordracht is gesloten.",
        "Er kwam geen antwoord op tijd. Deze voordracht is gesloten.",
        "Er kwam geen antwoord. Deze voordracht is gesloten.",
    ),
    IntroductionState.WITHDRAWN: (
        "Deze voordracht is gestopt. Het bedrijf ziet je naam niet meer.",
        "Deze voordracht is gestopt. De naam is niet meer te zien.",
        "Deze voordracht is gestopt. Het bedrijf ziet de naam niet meer.",
    ),
    IntroductionState.LAPSED: (
        "De vacature is vervuld of gesloten. Deze voordracht is vervallen.",
        "De vacature is vervuld of gesloten. Deze voordracht is vervallen.",
        "De vacature is vervuld of gesloten. Deze voordracht is vervallen.",
    ),
}

HAPPENED: Mapping[What, tuple[str, str, str]] = {
    What.ASKED: (
        "Je coach vroeg of je voorgesteld wilt worden.",
        "",
        "De kandidaat is gevraagd.",
    ),
    What.INTRODUCED: (
        "Je zei ja. Het bedrijf ziet je naam en je tekst.",
        "Iemand werd aan je voorgesteld.",
        "De kandidaat zei ja en is voorgesteld.",
    ),
    What.REFUSED: ("Je zei nee.", "", "De kandidaat zei nee."),
    What.MEETING: (
        "Het bedrijf wil kennismaken.",
        "Je zei dat je wilt kennismaken.",
        "Het bedrijf wil kennismaken.",
    ),
    What.ACCEPTED: (
        "Het bedrijf neemt je aan.",
        "Je hebt deze persoon aangenomen.",
        "Het bedrijf neemt de kandidaat aan.",
    ),
    What.PLACED: (
        "Je coach legde vast dat je hier werkt.",
        "De coach legde vast dat deze persoon bij je werkt.",
        "De plaatsing is vastgelegd.",
    ),
    What.FINISHED: (
        "Je coach legde vast dat je plek voorbij is.",
        "De coach legde vast dat de plek voorbij is.",
        "Het einde van de plaatsing is vastgelegd.",
    ),
    What.UNPLACED: (
        "De plaatsing was niet goed vastgelegd. Je coach verbeterde dat.",
        "De plaatsing was niet goed vastgelegd. De coach verbeterde dat.",
        "De plaatsing was niet goed vastgelegd en is weggehaald.",
    ),
    What.DECLINED: ("Het bedrijf zei nee.", "Je zei nee.", "Het bedrijf zei nee."),
    What.REMINDED: (
        "We stuurden een herinnering.",
        "We stuurden je een herinnering.",
        "Er ging een herinnering uit.",
    ),
    What.ESCALATED: (
        "De tijd was voorbij. Je coach is aan zet.",
        "De tijd was voorbij. De coach nam het over.",
        "De tijd was voorbij. Jij bent aan zet.",
    ),
    What.MORE_TIME: (
        "Je coach gaf vijf werkdagen meer.",
        "De coach gaf je vijf werkdagen meer.",
        "Er zijn vijf werkdagen meer gegeven.",
    ),
    What.CLOSED: (
        "Je coach sloot de voordracht, want er kwam geen antwoord.",
        "De coach sloot de voordracht, want er kwam geen antwoord.",
        "Je sloot de voordracht, want er kwam geen antwoord.",
    ),
    What.RAN_OUT: (
        "Er kwam geen antwoord. De voordracht is vanzelf gesloten.",
        "Er kwam geen antwoord. De voordracht is vanzelf gesloten.",
        "Er kwam geen antwoord. De voordracht is vanzelf gesloten.",
    ),
    What.WITHDRAWN: (
        "De voordracht is gestopt door jou of je coach.",
        "De voordracht is gestopt.",
        "De voordracht is gestopt door jou of de kandidaat.",
    ),
    What.LEFT: (
        "Je deed even niet meer mee. Daarom stopte de voordracht.",
        "De voordracht is gestopt.",
        "De kandidaat doet niet meer mee. Daarom stopte de voordracht.",
    ),
    What.LAPSED: (
        "De vacature was niet meer open.",
        "De vacature was niet meer open.",
        "De vacature was niet meer open.",
    ),
}

_PLACES = {Reader.CANDIDATE: 0, Reader.EMPLOYER: 1, Reader.COACH: 2}
# What happens before the employer is in view stays between the other two.
_BEFORE = frozenset({IntroductionState.ASKED, IntroductionState.REFUSED})


def stands(state: IntroductionState, reader: Reader) -> str:
    """Say where an introduction stands; nothing for who may not know of it."""
    return STANDS[state][_PLACES[reader]]


def told(steps: Iterable[IntroductionStep], reader: Reader) -> list[Told]:
    """Say what happened, in the order it did."""
    lines = []
    for step in steps:
        if reader is Reader.EMPLOYER and step.state in _BEFORE:
            continue
        sentence = HAPPENED[What(step.what)][_PLACES[reader]]
        if sentence:
            lines.append(Told(step.at, sentence))
    return lines
