"""The columns of a sheet of profiles: what to write in each, and the field it fills."""

from foundation.imports import Column, cents, day, one_of, several_of, yes_no
from foundation.terms import Licence, TravelMeans, Weekday, WorkKind

PERSON = (
    Column("naam", "Voornaam en achternaam.", "Zoë de Vries", "name", required=True),
    Column("werkt", "Heeft deze persoon nu werk? Leeg is onbekend.", "nee", "working", yes_no),
    Column(
        "presentatie", "Een paar zinnen voor de werkgever.", "Ik pak graag aan.", "presentation"
    ),
)
WISHES = (
    Column("postcode", "De 4 cijfers van de postcode.", "2312", "postcode"),
    Column("reistijd", "Hoogstens zoveel minuten reizen, 1 tot 240.", "30", "travel_minutes"),
    Column("vervoer", "lopend, fiets, ov of auto.", "fiets", "travel_means", one_of(TravelMeans)),
    Column("uren_min", "Minste uren per week, 1 tot 60.", "24", "hours_min"),
    Column("uren_max", "Meeste uren per week, 1 tot 60.", "32", "hours_max"),
    Column(
        "dagen", "Dagen: ma, di, wo, do, vr, za, zo.", "ma; di; do", "days", several_of(Weekday)
    ),
    Column("uurloon_min", "Minste loon per uur in euro's.", "15,50", "wage_floor_cents", cents),
    Column("beschikbaar_vanaf", "Eerste dag waarop werken kan.", "1-9-2026", "starts_from", day),
    Column("cursusdagen", "Een cursus mag zoveel dagen duren, 0 tot 1000.", "20", "course_days"),
    Column("sectoren", "Sectoren van de regio.", "techniek; zorg", "sectors"),
    Column("soorten", "Soorten werk.", "leerwerkplek", "kinds", several_of(WorkKind)),
    Column("rijbewijzen", "Rijbewijzen.", "B; code 95", "licences", several_of(Licence)),
)
LISTS = (
    Column("talen", "Taalcode van 3 letters, met niveau A1 tot C2.", "nld:B1; ara:C2"),
    Column(
        "vaardigheden",
        "Vaardigheden zoals ze in de lijst staan, met niveau 1 tot 5 als dat bekend is.",
        "heftruck rijden: 3; metalen lassen",
    ),
    Column("verborgen_voor", "KvK-nummers of namen van bedrijven.", "12345678; Bakker BV"),
    Column("toestemming_matching", "Is er toestemming om te koppelen? ja of nee.", "ja"),
    Column("toestemming_versie", "De versie van de tekst waarmee is ingestemd.", "2026-1"),
    Column("status", "concept (gewoon) of actief.", "concept"),
)
# A page of the documentation is made from this table.
COLUMNS = (*PERSON, *WISHES, *LISTS)
