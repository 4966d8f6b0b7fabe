"""What a person agrees to, word for word: per purpose one text with its version.

A text that changes in meaning gets a new version; consents that run keep the version they were
given for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from profiles.models import Purpose


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The text of one purpose; `lines` is the whole of it, `without` what happens without."""

    purpose: Purpose
    version: str
    title: str
    lines: tuple[str, ...]
    without: str


TEXTS: Mapping[Purpose, ConsentText] = {
    text.purpose: text
    for text in (
        ConsentText(
            Purpose.MATCHING,
            "2026-2",
            "Zoek werk dat bij mij past",
            (
                "We vergelijken wat je kunt met wat werk vraagt. Dat rekent een computer uit.",
                "We kijken ook naar je wensen, zoals uren en reistijd.",
                "De coach die jou begeleidt, ziet je profiel en de uitkomst.",
                "Andere coaches zien wat je kunt, maar niet hoe je heet.",
                "Een mens beslist, met een reden. Nooit de computer.",
                "Een bedrijf ziet je naam pas als jij dat goed vindt.",
            ),
            "Zonder deze toestemming staat je profiel op pauze.",
        ),
        ConsentText(
            Purpose.POOL_SEARCH,
            "2026-1",
            "Laat bedrijven zoeken",
            (
                "Bedrijven die lid zijn, mogen zoeken in de talentenpool.",
                "Ze zien wat je kunt en hoe goed je dat kunt.",
                "Ze zien in welke streek je woont en hoeveel je wilt werken.",
                "Je naam en je adres zien ze niet. Ook niet wat je over jezelf schreef.",
                "Bedrijven die jij verborg, zien je nooit.",
            ),
            "Zonder deze toestemming vindt geen bedrijf je in de pool. Je coach kan wel zoeken.",
        ),
        ConsentText(
            Purpose.HANDOVER,
            "2026-2",
            "Geef mijn profiel door aan WIJIJ",
            (
                "De coöperatie WIJIJ gaat verder met dit werk.",
                "We geven door wat je kunt en wat je zoekt.",
                "Daar horen je talen bij, en vier cijfers van je postcode.",
                "We geven ook je voordrachten door, en wat eruit kwam.",
                "WIJIJ krijgt een nummer, niet je naam of je adres.",
                "Ook wat je over jezelf schreef, geven we niet door.",
                "Trek je dit in? Dan geven we niets meer door en vragen we WIJIJ om te wissen.",
            ),
            "Zonder deze toestemming geven we je profiel niet door. "
            "WIJIJ ziet wel wat eruit kwam, maar niet bij wie dat hoort.",
        ),
        ConsentText(
            Purpose.RESEARCH,
            "2026-1",
            "Help ons eerlijk te blijven",
            (
                "We onderzoeken of ons rekenen eerlijk is voor iedereen.",
                "Daarvoor gebruiken we je vaardigheden en wat eruit kwam, zonder je naam.",
                "In het onderzoek staan alleen aantallen. Groepen kleiner dan vijf laten we weg.",
                "Het verandert niets aan jouw kansen.",
            ),
            "Zonder deze toestemming tel je niet mee in het onderzoek.",
        ),
    )
}
