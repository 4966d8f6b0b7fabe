"""The columns of a sheet of vacancies: what to write in each, and the field it fills."""

from foundation.imports import Column, cents, day, several_of
from foundation.terms import Weekday, WorkKind

EMPLOYER = (
    Column("kvk", "Het KvK-nummer van het bedrijf, 8 cijfers.", "12345678", "kvk", required=True),
    Column("bedrijf", "De naam; nodig als het bedrijf hier nieuw is.", "Bakker BV", "trade_name"),
)
PLACE = (
    Column("sector", "Een sector van de regio.", "techniek", "sector", required=True),
    Column("postcode", "De 4 cijfers; nodig als het bedrijf hier nieuw is.", "2352", "postcode"),
)
OFFER = (
    Column("functie", "Hoe het werk heet.", "procesoperator", "title", required=True),
    Column("beroep", "Het beroep, zoals het in de lijst staat.", "lasser", "occupation_id"),
    Column("omschrijving", "Wat voor werk het is.", "Je bedient de lijn.", "description"),
    Column("uren_min", "Minste uren per week, 1 tot 60.", "24", "hours_min"),
    Column("uren_max", "Meeste uren per week, 1 tot 60.", "36", "hours_max"),
    Column(
        "dagen", "Dagen: ma, di, wo, do, vr, za, zo.", "ma; di; do", "days", several_of(Weekday)
    ),
    Column("uurloon", "Loon per uur in euro's.", "15,50", "wage_cents", cents),
    Column("start", "Eerste werkdag.", "1-9-2026", "starts_on", day),
    Column("soorten", "Soorten werk.", "leerwerkplek", "kinds", several_of(WorkKind)),
    Column("plaatsen", "Hoeveel mensen er nodig zijn; leeg is 1.", "2", "places"),
)
ASKED = (
    Column("vereist", "Vaardigheden die nodig zijn, met niveau 1 tot 5.", "heftruck rijden: 3"),
    Column("gewenst", "Vaardigheden die helpen, met niveau 1 tot 5.", "plannen: 2"),
    Column("te_leren", "Welke daarvan je op het werk kunt leren.", "heftruck rijden"),
    Column("grens_rijbewijs", "Rijbewijzen die de wet eist.", "C; code 95"),
    Column("wettelijke_reden", "De wet of regel die dat eist.", "Wegenverkeerswet art. 107"),
    Column("status", "concept (gewoon) of open.", "concept"),
)
# A page of the documentation is made from this table.
COLUMNS = (*EMPLOYER, *PLACE, *OFFER, *ASKED)
