"""The expressions in a vacancy that shut people out: on which ground, by which law, what instead.

The laws are facts, in our own words: the Grondwet article 1; the AWGB (article 5: offering work);
the WGB m/v (article 3: a vacancy is for men and women); the WGBL (article 3 and 9: age); the
WGBH/CZ (article 4: disability and chronic illness); the WMK (article 4: no questions about health
before somebody is taken on). The list is our own and is never complete.
"""

from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """On what somebody may not be shut out; the value is the word on the page."""

    AGE = "leeftijd"
    SEX = "man of vrouw"
    ORIGIN = "afkomst"
    NATIONALITY = "nationaliteit"
    RELIGION = "geloof of overtuiging"
    DISABILITY = "gezondheid of beperking"
    FAMILY = "gezin of zwangerschap"
    ORIENTATION = "op wie je valt"
    POLITICS = "politiek of vakbond"


LAWS = {
    Ground.AGE: "Wet gelijke behandeling op grond van leeftijd bij de arbeid, artikel 3 en 9",
    Ground.SEX: "Wet gelijke behandeling van mannen en vrouwen, artikel 3",
    Ground.ORIGIN: "Grondwet, artikel 1, en Algemene wet gelijke behandeling, artikel 5",
    Ground.NATIONALITY: "Algemene wet gelijke behandeling, artikel 5",
    Ground.RELIGION: "Grondwet, artikel 1, en Algemene wet gelijke behandeling, artikel 5",
    Ground.DISABILITY: (
        "Wet gelijke behandeling op grond van handicap of chronische ziekte, artikel 4, "
        "en Wet op de medische keuringen, artikel 4"
    ),
    Ground.FAMILY: (
        "Algemene wet gelijke behandeling, artikel 5, "
        "en Wet gelijke behandeling van mannen en vrouwen, artikel 3"
    ),
    Ground.ORIENTATION: "Algemene wet gelijke behandeling, artikel 5",
    Ground.POLITICS: "Grondwet, artikel 1, en Algemene wet gelijke behandeling, artikel 5",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Some expressions that shut the same people out for the same reason.

    Args:
        ground: on what.
        expressions: patterns between word boundaries; capitals make no difference.
        why: Dutch, who feels shut out.
        instead: Dutch, what to write.
        neutral: what, anywhere in the text, makes the expressions fine ("m/v").
    """

    ground: Ground
    expressions: tuple[str, ...]
    why: str
    instead: str
    neutral: str = ""


_SOFT = (
    r"(?:(?:,|en|and|&|dynamische?|enthousiaste?|gezellige?|hechte?|ambitieus|ambitieuze|energieke?"
    r"|leuke?|groeiende?|informele?|informeel|frisse?|gedreven|professionele?|internationale?"
    r"|spontane?|spontaan|vlotte?|vrolijke?|gemotiveerde?|flexibele?|sportieve?|creatieve?|fitte?"
    r"|dynamic|energetic|ambitious|fun|growing|motivated|enthusiastic|vibrant|friendly)\s*,?\s+)*"
)
_PEOPLE = (
    r"(?:teams?|ploeg|clubs?|collega['’]?s?|groep|medewerk(?:er|ers|ster)|mensen|honden?|kandida(?:at"
    r"|ten)|professionals?|krachten|kracht|talent(?:en)?|persoon|personen|iemand|man|mannen|vrouw"
    r"|vrouwen|dames?|heer|heren|vent|kerels?|gasten|werknemers?|aanpakkers?|doeners?|vakmensen"
    r"|verkopers?|publiek|garde)"
)
_STAFF = (
    r"(?:kandida(?:at|ten)|medewerk(?:er|ers|sters?)|collega['’]?s?|werknemers?|krachten|kracht"
    r"|arbeiders|sollicitant(?:en)?|chauffeurs?|schoonmakers?|personeel|mensen|persoon|verpleeg"
    r"kundigen?|verzorgenden?|monteurs?|lassers?|verkopers?|stagiairs?|teamleden|teamlid)"
)
_PEOPLES = (
    r"(?:poolse|roemeense|bulgaarse|hongaarse|turkse|marokkaanse|surinaamse|antilliaanse|syrische"
    r"|oekraïense|oekraiense|indiase|filipijnse|duitse|belgische|nederlandse|oost-europese"
    r"|buitenlandse|westerse|autochtone|allochtone|blanke|witte|zwarte)"
)
_AGE = r"(?:1[4-9]|[2-7]\d)"
_NOT_EXPERIENCE = (
    r"(?!\s+(?:\w+\s+){0,3}(?:ervaring|werkervaring|praktijkervaring|dienstverband|in\s+dienst"
    r"|garantie|bestaan|actief|contract))"
)
_CHOSEN = r"(?:je\s+bent|u\s+bent|bent|bij\s+voorkeur|liefst|voorkeur\s+voor)"
_SOUGHT = r"(?:zoeken|zoekt|zoek|gezocht|gevraagd)"

RULES = (
    Rule(
        Ground.AGE,
        (
            rf"jonge?[\s,]+{_SOFT}{_PEOPLE}",
            r"jong\s*(?:,|en|&)\s*(?:dynamisch|fris|ambitieus|enthousiast|energiek)e?",
            rf"{_SOFT}jong\s+van\s+geest",
            rf"jeugdige?\s+{_SOFT}{_PEOPLE}",
            r"(?:jeugdig|jong)\s+enthousiasme",
            r"jonge(?:man|dame|vrouw|lui)(?:nen|s)?",
            rf"{_CHOSEN}\s+(?:nog\s+)?jong",
            rf"young\s+{_SOFT}(?:teams?|people|professionals?|colleagues?|crew|company\s+culture)",
            r"young\s+(?:,|and|&)\s+(?:dynamic|energetic|ambitious)",
            r"youthful",
            r"young\s+at\s+heart",
        ),
        "Wie ouder is, denkt: dit is niet voor mij.",
        "Schrijf hoe jullie samenwerken. Bijvoorbeeld: een team dat graag iets nieuws probeert.",
    ),
    Rule(
        Ground.AGE,
        (
            (rf"(?:maximaal|max\.?|hoogstens|ten\s+hoogste|minimaal|min\.?|minstens"
            rf"|ten\s+minste|niet\s+ouder\s+dan|ouder\s+dan|jonger\s+dan)\s+{_AGE}\s+jaar"
            rf"(?:\s+(?:oud|of\s+(?:ouder|jonger)))?{_NOT_EXPERIENCE}"),
            rf"tussen\s+(?:de\s+)?{_AGE}\s*(?:en|-|–)\s*(?:de\s+)?{_AGE}\s+jaar{_NOT_EXPERIENCE}",
            rf"{_AGE}\s*(?:-|–|tot|t/m)\s*{_AGE}\s+jaar\s+oud",
            rf"{_AGE}\s+jaar\s+(?:oud|of\s+(?:ouder|jonger)){_NOT_EXPERIENCE}",
            rf"leeftijd\s*(?::|van|tussen|tot|vanaf|onder|boven|ligt)\s*\w*\s*{_AGE}",
            r"leeftijdsgrens",
            r"(?:maximum|minimum)?leeftijd\s+(?:is|van)\s+\d\d",
            rf"{_AGE}-?(?:plusser|minner)s?",
            (rf"(?:under|over|below|no\s+older\s+than|younger\s+than|maximum\s+age(?:\s+of)?)\s+"
            rf"{_AGE}(?:\s+years?(?:\s+old|\s+of\s+age)|(?=\s*[.,;!?)]))"),
            rf"aged?\s+(?:between\s+)?{_AGE}\s*(?:and|to|-|–)\s*{_AGE}",
        ),
        "Een grens op leeftijd sluit mensen uit die het werk wel kunnen.",
        "Haal de leeftijd weg. Eist een wet een leeftijd? Schrijf dan welke wet dat is.",
    ),
    Rule(
        Ground.AGE,
        (
            r"(?:pas|net|recent|onlangs|vers)\s+(?:afgestudeerde?n?|van\s+school)",
            r"schoolverlaters?",
            r"scholier(?:en)?\s+gezocht",
            rf"{_SOUGHT}\s+(?:een\s+)?(?:scholier|student)(?:en)?",
            r"(?:ideaal|leuk|geschikt|perfect)\s+voor\s+(?:scholieren|studenten|jongeren)",
            r"digital\s+natives?",
            r"recent(?:ly)?\s+graduate[sd]?",
            r"fresh\s+graduates?",
            r"school\s+leavers?",
        ),
        "Dit zijn bijna altijd jonge mensen. Wie later leerde, valt weg.",
        "Schrijf wat iemand moet kunnen. Bijvoorbeeld: je mag het werk hier leren.",
    ),
    Rule(
        Ground.SEX,
        (
            (rf"{_SOUGHT}\s+(?:een\s+|de\s+juiste\s+|naar\s+een\s+)?(?:\w+e\s+)?"
            r"(?:man|mannen|vrouw|vrouwen|dames?|heren|meisjes?|meiden|jongens|kerels?|vent)"
            r"(?!\s*(?:/|of\s+vrouw|of\s+man|en\s+vrouw|en\s+man|\())"),
            r"(?:dames?|heren|meiden|meisjes?|jongens|mannen|vrouwen)\s+gezocht",
            rf"(?:mannelijke?|vrouwelijke?)\s+{_SOFT}{_STAFF}",
            (rf"{_CHOSEN}\s+(?:een\s+)?(?:man|vrouw|mannelijk|vrouwelijk|dame|heer)"
            r"(?!\s*(?:/|of\s+))"),
            (r"(?:sterke|stoere|flinke|vlotte|spontane|representatieve|leuke|nette)\s+"
            r"(?:man|mannen|kerels?|vent|venten|jongens|dames?|meiden|meisjes?|vrouw|vrouwen)"),
            r"mannenwerk",
            r"vrouwenwerk",
            r"(?:echte|harde)\s+mannen",
            r"(?:female|male)\s+(?:candidates?|applicants?|colleagues?|staff|employees?|only)",
            r"(?:ladies|girls|guys|gentlemen)\s+(?:only|wanted|with)",
        ),
        "Wie geen man of juist geen vrouw is, reageert niet.",
        "Schrijf: een collega, of: iemand die. Noem het werk, niet man of vrouw.",
    ),
    Rule(
        Ground.SEX,
        (
            "secretaresses?", "verkoopsters?", "schoonmaaksters?", "kapsters?", "serveersters?",
            "gastvrouw(?:en)?", "stewardess(?:en)?", "receptionistes?", "caissi[eè]res?",
            "telefonistes?", "poetsvrouw(?:en)?", "werksters?", "naaisters?",
            "verzorgsters?", "leidsters?", "assistentes?", "hostess(?:es)?",
            "timmerm[ae]n(?:nen)?", "vakm[ae]n(?:nen)?", "werkm[ae]n(?:nen)?",
            "klusjesm[ae]n(?:nen)?", "voorm[ae]n(?:nen)?", "loopjongens?", "magazijnm[ae]n(?:nen)?",
            "salesm[ae]n", "handym[ae]n", "forem[ae]n", "waitress(?:es)?", "barmaids?", "barm[ae]n",
        ),
        "Deze naam van een beroep klinkt als alleen voor mannen of alleen voor vrouwen.",
        "Kies een naam voor iedereen, zoals vakmens of verkoopmedewerker. Of zet m/v/x erachter.",
        neutral=(
            r"\b[mv]\s*/\s*[vm](?:\s*/\s*x)?\b|\bm\s*/\s*[wf]\s*/\s*[dx]\b|\(mvx\)"
            r"|\bmannen en vrouwen\b|\bgastheer\b|\btimmervrouw\b|\bvakvrouw\b"
            r"|\bvakman\s*/\s*vrouw|\bman\s*/\s*vrouw|\bvrouw\s*/\s*man"
        ),
    ),
    Rule(
        Ground.ORIGIN,
        (
            rf"{_PEOPLES}\s+{_SOFT}{_STAFF}",
            r"(?:autochtoon|autochtonen|allochtonen|allochtoon|buitenlanders)",
            r"van\s+(?:oorsprong\s+)?nederlandse?\s+(?:komaf|afkomst|origine|bodem)",
            (r"(?:nederlandse|westerse|europese|buitenlandse|juiste)\s+(?:komaf|afkomst|achtergrond"
            r"|origine)"),
            r"(?:westers|nederlands|europees|blank)\s+uiterlijk",
            r"(?:dutch|western|european)\s+(?:background|origin|descent)",
        ),
        "Waar iemand of zijn familie vandaan komt, zegt niets over het werk.",
        "Haal dit weg. Schrijf wat iemand moet kunnen.",
    ),
    Rule(
        Ground.ORIGIN,
        (
            r"moedertaal(?:spreker|sprekers|niveau)?",
            r"moerstaal",
            r"native\s+(?:\w+\s+)?(?:speakers?|level|language|dutch|english|german|tongue)",
            r"native\s+in\s+(?:dutch|english|german)",
            r"mother\s+tongue",
            r"(?:accentloos|accentvrij|zonder\s+accent|geen\s+accent)(?:\s+nederlands)?",
            r"(?:perfect|foutloos|vlekkeloos|onberispelijk)e?\s+(?:gesproken\s+)?nederlands",
            r"(?:no|without\s+an?)\s+accent",
        ),
        "Wie de taal later leerde, valt weg. Ook als die het werk goed kan.",
        "Schrijf het niveau dat het werk vraagt. Bijvoorbeeld: je kunt met klanten praten, B1.",
    ),
    Rule(
        Ground.NATIONALITY,
        (
            r"(?:nederlandse|europese|eu)[\s-]+nationaliteit",
            r"(?:nederlands|europees|eu)[\s-]+paspoort",
            r"nederlands\s+staatsburger(?:schap)?",
            rf"(?:{_SOUGHT}|alleen|uitsluitend)\s+nederlanders?",
            (r"(?:dutch|eu|european)\s+(?:nationals?|nationality|citizens?|citizenship|passport)"
            r"(?:\s+only|\s+required)?"),
        ),
        "Wie hier mag werken met een ander paspoort, hoort ook mee te doen.",
        "Schrijf: je mag in Nederland werken.",
    ),
    Rule(
        Ground.RELIGION,
        (
            (rf"(?:christelijke|katholieke|protestantse|islamitische|joodse|gelovige|hindoestaanse)\s+"
            rf"{_STAFF}"),
            r"(?:praktiserend|belijdend|overtuigd|meelevend)\s+(?:christen|lid|katholiek|moslim)",
            (rf"{_CHOSEN}\s+(?:een\s+)?(?:overtuigd\s+)?(?:christen|christelijk|katholiek|moslim"
            r"|gelovig|joods|atheïst)"),
            r"lid\s+van\s+(?:een|de|onze)\s+(?:kerk|kerkelijke\s+gemeente|moskee)",
            r"(?:geen|zonder|no)\s+(?:hoofddoek|hoofddoekje|keppel|tulband|headscarf|hijab)",
            r"geen\s+(?:moslims?|christenen|joden|gelovigen)",
            r"(?:christian|muslim|catholic|jewish)\s+(?:candidates?|employees?|staff|only)",
        ),
        "Het geloof van iemand, of geen geloof, gaat een werkgever bijna nooit aan.",
        "Haal dit weg. Vraagt het werk bepaalde kleding voor de veiligheid? Schrijf dat dan.",
    ),
    Rule(
        Ground.DISABILITY,
        (
            r"(?:in\s+)?(?:een\s+)?goede\s+(?:lichamelijke\s+|geestelijke\s+|fysieke\s+)?gezondheid",
            (r"(?:lichamelijk|fysiek|geestelijk|mentaal|psychisch|medisch)\s+(?:en\s+(?:lichamelijk"
            r"|geestelijk|mentaal|fysiek)\s+)?(?:gezond|fit|stabiel|in\s+orde)"),
            r"(?:100\s*%|volledig|helemaal|kern)\s*gezond",
            rf"{_CHOSEN}\s+(?:fit\s+en\s+)?gezond",
            (r"(?:geen|zonder)\s+(?:lichamelijke\s+|fysieke\s+|medische\s+|psychische\s+"
            r"|gezondheids)?(?:beperking|beperkingen|handicap|rugklachten|ziektes?|aandoening(?:en)?"
            r"|klachten\s+aan)"),
            r"geen\s+(?:medische|lichamelijke|psychische|fysieke)\s*(?:klachten|problemen)",
            r"geen\s+(?:ziekteverleden|burn-?out|rugproblemen|gezondheidsklachten)",
            r"(?:goed\s+ter\s+been|niet\s+invalide|valide\s+(?:persoon|kandidaat))",
            r"(?:physically|mentally)\s+(?:fit|healthy)",
            r"able[\s-]bodied",
            r"(?:good|excellent)\s+(?:physical\s+|mental\s+)?health(?!\s+(?:insurance|care|benefits))",
            r"(?:no|without)\s+disabilit(?:y|ies)",
        ),
        "Wie een beperking of ziekte heeft, kan het werk vaak wel, soms met een aanpassing.",
        "Schrijf wat er in het werk gebeurt. Bijvoorbeeld: je tilt soms dozen van 15 kilo.",
    ),
    Rule(
        Ground.FAMILY,
        (
            rf"{_CHOSEN}\s+(?:on)?gehuwd",
            rf"{_CHOSEN}\s+(?:alleenstaand|vrijgezel|single|getrouwd|ongetrouwd|samenwonend)",
            r"burgerlijke\s+staat",
            (r"(?:geen|zonder)\s+(?:jonge\s+|kleine\s+|schoolgaande\s+)?kinderen(?!\s+(?:onder|jonger"
            r"|tot|met|alleen|toegestaan|bij))"),
            r"(?:geen|zonder)\s+(?:gezin|kinderwens|gezinsverplichtingen|zorgtaken|thuissituatie)",
            r"kinderwens",
            r"(?:niet|geen)\s+zwanger(?:e|schap)?",
            (r"(?:ideaal|leuk|geschikt|perfect)\s+voor\s+(?:een\s+)?(?:\w+e\s+)?(?:huis)?"
            r"(?:moeders?|vrouwen|vaders?)"),
            r"(?:herintredende|jonge|werkende)\s+moeders",
            r"(?:no|without)\s+(?:children|kids|family\s+commitments)",
            r"(?:single|married|unmarried)\s+(?:candidates?|applicants?|person|women|men)",
            r"not\s+pregnant",
            r"marital\s+status",
        ),
        "Trouwen, kinderen en zwanger zijn gaan een werkgever niet aan.",
        "Schrijf welke uren het werk vraagt, en hoe vast die zijn.",
    ),
    Rule(
        Ground.ORIENTATION,
        (
            r"heterosek?s?u[ae]e?le?",
            r"homosek?s?u[ae]e?le?",
            r"geen\s+(?:homo['’]?s|lesbiennes)",
            rf"{_CHOSEN}\s+(?:een\s+)?(?:hetero|homo|lesbisch)",
        ),
        "Op wie iemand valt, heeft niets met werk te maken.",
        "Haal dit weg.",
    ),
    Rule(
        Ground.POLITICS,
        (
            r"geen\s+(?:lid\s+van\s+(?:een\s+)?vakbond|vakbondsled?en|vakbondslid)",
            r"lid\s+van\s+(?:een\s+)?politieke\s+partij",
            r"politieke\s+(?:voorkeur|kleur|overtuiging)",
        ),
        "Wat iemand stemt, of lid zijn van een bond, mag geen rol spelen.",
        "Haal dit weg.",
    ),
)  # fmt: skip
