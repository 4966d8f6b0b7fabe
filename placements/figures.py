"""What every figure means, in plain Dutch: pages, files and the report all read it here.

The texts are part of the figures. Who changes how something is counted changes its text too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.errors import NotFound


class UnknownFigure(NotFound):
    """There is no figure with this key."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what it means.

    Args:
        key: its word in an address and in a file.
        name: what it is called on a page.
        definition: what it says, in a sentence or two.
        counts: what is counted.
        leaves_out: what is not.
    """

    key: str
    name: str
    definition: str
    counts: str
    leaves_out: str


_LATER = "Wie een latere stap zette, telt hier ook mee."

# The steps have the key of their step, the dimensions that of their dimension.
FUNNEL = (
    Figure(
        "account",
        "Account",
        "Zoveel mensen hebben een account.",
        "Iedereen die begon en zijn profiel bewaarde. Ook wie later stopte of gewist is.",
        "Bezoekers die rondkeken en niets bewaarden. Werkgevers en medewerkers.",
    ),
    Figure(
        "profiel",
        "Profiel",
        "Zoveel mensen maakten hun profiel actief.",
        f"De eerste keer dat iemand zijn profiel aanzette. {_LATER}",
        "Profielen die nog een concept zijn.",
    ),
    Figure(
        "intake",
        "Intake",
        "Met zoveel mensen begon een coach.",
        f"De eerste keer dat een coach iemand ging begeleiden. {_LATER}",
        "Mensen die nog nooit een coach hadden.",
    ),
    Figure(
        "begeleid",
        "Begeleid",
        "Zoveel mensen spraken met hun coach.",
        f"De eerste keer dat een coach een gesprek opschreef. {_LATER}",
        "Gesprekken waar niets over is opgeschreven.",
    ),
    Figure(
        "voorgedragen",
        "Voorgedragen",
        "Zoveel mensen zijn voorgedragen aan een bedrijf.",
        "De eerste keer dat een bedrijf iemand zag, met akkoord van die persoon.",
        "Vragen om voor te dragen waar iemand nee op zei.",
    ),
    Figure(
        "uitkomst",
        "Uitkomst",
        "Voor zoveel mensen is een uitkomst vastgelegd.",
        "De eerste uitkomst van iemand. Dat is werk, scholing, een partner, een snuffelstage, "
        "advies, of verder zonder plaatsing. Wie er meer heeft, telt één keer. Niet elke uitkomst "
        "komt van een voordracht. Daarom kan dit getal hoger zijn dan dat van de stap ervoor.",
        "Uitkomsten die zijn teruggenomen.",
    ),
    Figure(
        "van-stap-ervoor",
        "Van de stap ervoor",
        "Dit deel van de mensen uit de stap ervoor kwam ook bij deze stap.",
        "Het aantal van deze stap, gedeeld door het aantal van de stap ervoor. Bij voorgedragen en "
        "bij uitkomst is dat allebei de stap begeleid. Afgerond op hele procenten.",
        "Wie nog bezig is, kan later nog verder komen. Nieuwe mensen maken dit deel dus lager.",
    ),
    Figure(
        "van-begin",
        "Van het begin",
        "Dit deel van alle mensen met een account kwam bij deze stap.",
        "Het aantal van deze stap, gedeeld door het aantal accounts. Afgerond op hele procenten.",
        "Wie nog bezig is, kan later nog verder komen.",
    ),
    Figure(
        "dagen",
        "Dagen sinds de stap ervoor",
        "Bij de helft van de mensen duurde deze stap hoogstens zo lang.",
        "De dagen tussen de stap ervoor en deze stap. Bij uitkomst tellen de dagen vanaf de stap "
        "begeleid. Het getal in het midden telt (de mediaan). "
        "Daarnaast staat hoe lang het duurde bij het snelste kwart en bij het langzaamste kwart.",
        "Wie deze stap nog niet zette. Bij minder dan 5 mensen staat er niets.",
    ),
    Figure(
        "verborgen",
        "Verborgen",
        "Dit getal laten we niet zien. Anders kan iemand herkend worden.",
        "Elk getal van 1 tot en met 4. Ook een groter getal, als je daarmee zo'n klein getal kunt "
        "uitrekenen. Daarom kies je ook één ding tegelijk.",
        "Nul laten we wel zien.",
    ),
)

DIVIDED = (
    Figure(
        "regio",
        "Regio",
        "De regio waar iemand woont.",
        "De regio van de postcode. Is die onbekend, dan de regio van de campagne. Anders die van "
        "de coach.",
        "Een verhuizing nadat het profiel actief was. Wie geen bekende regio heeft, staat apart en "
        "telt niet mee bij alle regio's samen.",
    ),
    Figure(
        "campagne",
        "Campagne",
        "De campagne waarmee iemand begon.",
        "De campagne van de link of de uitnodiging.",
        "Wie zelf begon, staat bij “zonder campagne”.",
    ),
    Figure(
        "jaar",
        "Jaar van begin",
        "Het jaar waarin iemand begon.",
        "De dag waarop het account begon, in Nederlandse tijd.",
        "Wanneer latere stappen waren. Die tellen mee bij het jaar van begin.",
    ),
    Figure(
        "kwartaal",
        "Kwartaal van begin",
        "Het kwartaal waarin iemand begon.",
        "De dag waarop het account begon, in Nederlandse tijd.",
        "Wanneer latere stappen waren. Die tellen mee bij het kwartaal van begin.",
    ),
    Figure(
        "sector",
        "Sector",
        "De sector waar iemand uitkwam, of heen wil.",
        "De sector van de eerste uitkomst. Is die er niet, dan van de eerste voordracht. Anders de "
        "sector die iemand wil, als dat er één is.",
        "Wie meer sectoren wil, of nog niets koos, staat bij “onbekend”.",
    ),
    Figure(
        "gemeente",
        "Gemeente",
        "De gemeente waar iemand woont.",
        "De gemeente van de postcode, zoals die was toen het profiel actief werd.",
        "Wie gewist is, staat bij “onbekend”. Een verhuizing daarna telt niet.",
    ),
    Figure(
        "werk",
        "Werk bij de start",
        "Had iemand werk toen het profiel actief werd?",
        "Wat iemand daar toen zelf over zei: ja of nee.",
        "Wie niets zei, staat bij “onbekend”. Werk dat later kwam.",
    ),
)

PILOT = (
    Figure(
        "bedrijven",
        "Bedrijven",
        "Zoveel bedrijven doen mee.",
        "Toegelaten bedrijven met een KvK-nummer. Ze openden een vacature of boden een plek.",
        "Bedrijven die nog wachten, en bedrijven van landelijke vacatures.",
    ),
    Figure(
        "uitkomsten",
        "Uitkomsten",
        "Zoveel uitkomsten zijn vastgelegd.",
        "Elke uitkomst die staat, per soort. Wie twee uitkomsten heeft, telt hier twee keer.",
        "Uitkomsten die zijn teruggenomen of verbeterd. De verbeterde telt wel.",
    ),
    Figure(
        "werk-bij-start",
        "Had werk bij de start",
        "Dit deel van de mensen met een profiel had toen werk.",
        "Iedereen met een profiel die ja zei, gedeeld door iedereen die ja of nee zei.",
        "Wie er niets over zei.",
    ),
)

# Demand and supply, working together and results: see placements/analysis.py.
ANALYSIS = (
    Figure(
        "gevraagd",
        "Gevraagde vaardigheden",
        "Zoveel vrije plekken vragen een vaardigheid. Daarnaast staat hoeveel mensen het kunnen.",
        "Vrije plekken bij open vacatures. Mensen met een actief profiel die meedoen met "
        "vergelijken. Het niveau is het niveau dat de meeste plekken vragen.",
        "Vaardigheden die er op lijken. In een regio: landelijke vacatures, en mensen zonder "
        "postcode.",
    ),
    Figure(
        "tekort",
        "Tekort",
        "Zoveel plekken vragen een vaardigheid meer dan er mensen zijn die het kunnen.",
        "Vrije plekken die het vereisen of wensen, min de mensen op het gevraagde niveau. De "
        "cursussen leren het tot dat niveau.",
        "Zijn er 1 tot en met 4 mensen, dan staat er “minstens”. We rekenen dan met 4.",
    ),
    Figure(
        "werk-per-sector",
        "Werk per sector",
        "Zoveel vacatures en plekken zijn er nu in een sector.",
        "Open vacatures en hun vrije plekken. Mensen die de sector als wens noemen.",
        "Vacatures die gesloten of vervuld zijn. “Nog niet verskild” is nog niet in vaardigheden "
        "geschreven.",
    ),
    Figure(
        "op-tijd",
        "Op tijd beantwoord",
        "Dit deel van de vragen kreeg op tijd antwoord.",
        "Een kandidaat en een werkgever hebben elk vijf werkdagen. Na een kennismaking zijn dat "
        "er tien. Geen antwoord telt als niet op tijd.",
        "Vragen die nog wachten. Voordrachten die zijn ingetrokken of vervallen. Voordrachten die "
        "al weg zijn: vier weken na het einde van de vacature.",
    ),
    Figure(
        "reden-van-afwijzing",
        "Reden van afwijzing",
        "Zo vaak gaf een werkgever deze reden om nee te zeggen.",
        "De reden die de werkgever aantikte.",
        "Voordrachten die al weg zijn: vier weken na het einde van de vacature.",
    ),
    Figure(
        "eens-met-de-berekening",
        "Volgt de berekening",
        "Dit deel van de besluiten van coaches volgt de volgorde van de berekening.",
        "Goedkeuren volgt als de persoon bij de eersten hoort, zoveel als er plekken zijn. Opzij "
        "zetten volgt als dat niet zo is. Verplaatsen volgt als de plek dezelfde is.",
        "Namen van coaches. Hoe coaches verschillen staat er pas bij vijf coaches, met elk vijf "
        "besluiten.",
    ),
    Figure(
        "eens-op-plek-1",
        "Plek 1",
        "Zo vaak keurde een coach goed wie de berekening op plek 1 zette.",
        "Besluiten om goed te keuren of opzij te zetten.",
        "Verplaatsen, toevoegen en opnieuw bekijken. De tijd telt alleen als de kaart open was.",
    ),
    Figure(
        "tevredenheid",
        "Tevredenheid",
        "Zo antwoordden kandidaten en werkgevers op drie vragen.",
        "Antwoorden van 1 tot 5, vanaf zes weken na de start. “Zegt ja” is een 4 of een 5.",
        "Wie geen antwoord gaf. Antwoorden over een uitkomst die is teruggenomen of verbeterd.",
    ),
    Figure(
        "gebleven",
        "Werkt er nog",
        "Zoveel mensen werkten er na zoveel weken nog.",
        "Plaatsingen die zo lang geleden begonnen. Een einde of een antwoord vertelt het.",
        "Wie geen antwoord gaf, is onbekend. Onbekend telt nooit als gebleven.",
    ),
    Figure(
        "overdracht",
        "Overdracht",
        "Zo ver is de overdracht aan WIJIJ.",
        "Batches die gemaakt zijn, en die WIJIJ ontving. Wat wacht, gaat mee in de volgende batch.",
        "Mensen: een rij gaat over een gebeurtenis. Een einde of een correctie is ook een rij.",
    ),
    Figure(
        "cv-filter",
        "Cv-filter",
        "Zoveel mensen die een plek kregen, waren met een filter op het cv afgevallen.",
        "Iemand valt af zonder eerder betaald werk in dat beroep of die sector. Of zonder het "
        "diploma dat daar meestal gevraagd wordt.",
        "Onbekend telt apart. Dit getal telt nooit mee in de berekening van een match.",
    ),
)

FIGURES: tuple[Figure, ...] = (*FUNNEL, *PILOT, *DIVIDED, *ANALYSIS)


def find_figure(key: str, *, among: Iterable[Figure] = FIGURES) -> Figure:
    """Find what a figure means.

    Raises:
        UnknownFigure: there is none with this key.
    """
    found = next((one for one in among if one.key == key), None)
    if found is None:
        raise UnknownFigure("Dit cijfer is er niet. Kies een cijfer uit de lijst.")
    return found
