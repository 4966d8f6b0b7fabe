"""What the page about rights and duties says, held against the table and the terms in the code."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from accounts import answers, campaign_invites, invitations, login, organisation, outbox, visits
from accounts.permissions import (
    ANY,
    EVERYBODY,
    GUIDED,
    LOGGED_IN,
    MET,
    PLACING,
    SHOWN,
    TABLE,
    THERE,
    About,
    Act,
    Relation,
    Rule,
)
from api.pages.account import A_YEAR
from coaching.coarse import K
from coaching.objections import ANSWERED_WITHIN
from coaching.pool_views import MOST_A_DAY
from coaching.retention import AFTER_THE_END, DECISIONS, FOR_RESEARCH
from placements import check_in_links
from placements.asking import CALLED_AFTER
from placements.asking import REMINDED_AFTER as ASKED_AGAIN_AFTER
from placements.check_ins import WEEKS
from profiles.models import Purpose
from profiles.own_words import SMALLEST_GROUP
from profiles.retention import KEPT_FOR, REMINDED_AFTER
from profiles.service import FRESH_FOR
from profiles.states import STAYS
from tests.docs import pages

PAGE = "docs/rechten-en-plichten.md"

ACTS = {
    Act.READ_PUBLIC: "lezen wat voor iedereen is",
    Act.LOG_IN: "inloggen en uitloggen",
    Act.BEGIN_PROFILE: "een profiel beginnen",
    Act.USE_ACCOUNT: "het eigen account en de lijst met vacatures gebruiken",
    Act.INVITE: "iemand uitnodigen",
    Act.SEE_PROFILE: "een profiel zien",
    Act.CHANGE_PROFILE: "een profiel veranderen",
    Act.SEE_WORK: "zien welk werk bij een profiel past",
    Act.EXPLORE: "de arbeidsmarkt verkennen met een profiel",
    Act.TAKE_PASSPORT: "een paspoort meenemen",
    Act.USE_RIGHTS: "rechten gebruiken: toestemming, inzage, bezwaar, pauze, stoppen, wissen",
    Act.SEE_OWN_PROFILE: "het eigen profiel zien, op de site",
    Act.CHANGE_OWN_PROFILE: "het eigen profiel veranderen, op de site",
    Act.SEE_OWN_WORK: "eigen werk zien en verkennen, op de site",
    Act.USE_OWN_RIGHTS: "eigen rechten gebruiken, op de site",
    Act.SEE_VACANCY: "een vacature lezen",
    Act.SIGN_UP: "een bedrijf aanmelden",
    Act.RUN_COMPANY: "het eigen bedrijf: collega's, vacatures, wie aan je is voorgesteld",
    Act.CHANGE_VACANCY: "een vacature veranderen",
    Act.WRITE_IN_SKILLS: "een vacature in vaardigheden schrijven",
    Act.SEARCH_POOL: "zoeken in de pool, als lid",
    Act.GUIDE: "de eigen mensen, de vacatures en de pool van een coach",
    Act.TAKE_ON: "een kandidaat gaan begeleiden",
    Act.GUIDE_CANDIDATE: "begeleiden: aantekeningen, bewijs bevestigen, iets aanraden",
    Act.REVIEW: "een voordrachtslijst bekijken en beoordelen",
    Act.SEE_INTRODUCTION: "een voordracht zien",
    Act.ANSWER_AS_CANDIDATE: "ja of nee zeggen op een voordracht, als kandidaat",
    Act.ANSWER_AS_EMPLOYER: "antwoorden op een voordracht, als werkgever",
    Act.LEAD_INTRODUCTION: "een voordracht leiden, als coach",
    Act.ANSWER_BY_LINK: "antwoorden met de link uit een mail",
    Act.ANSWER_OBJECTIONS: "een bezwaar beantwoorden, als andere coach",
    Act.IMPORT_VACANCIES: "vacatures van elders inlezen",
    Act.ADMINISTER: "beheren: bedrijven, accounts, regio's, partners, het vergelijken stilzetten",
    Act.SEE_OUTCOME: "een uitkomst zien",
    Act.LOG_OUTCOME: "een uitkomst vastleggen",
    Act.LEAD_OUTCOME: "een uitkomst volgen, beëindigen of corrigeren, als coach",
    Act.JOIN_CAMPAIGN: "meedoen via de link van een campagne",
    Act.RUN_PROGRAMME: "de cijfers, het rapport en de campagnes van de eigen regio",
    Act.HAND_OVER: "overdragen aan WIJIJ",
}
PEOPLE = {
    Relation.ANONYMOUS: "wie niet is ingelogd",
    Relation.SELF: "de kandidaat zelf",
    Relation.ASSIGNED_COACH: "de coach die begeleidt",
    Relation.OWN_EMPLOYER: "de werkgever van de vacature",
    Relation.OTHER_EMPLOYER: "een andere werkgever",
    Relation.OTHER_COACH: "een coach",
    Relation.MANAGER: "de programmamanager",
    Relation.ADMINISTRATOR: "de beheerder",
}
STATES = {
    ANY: "",
    THERE: " (tot het profiel is gewist)",
    GUIDED: " (actief of gepauzeerd)",
    SHOWN: " (open, vervuld of gesloten)",
    MET: " (vanaf het voordragen)",
    PLACING: " (bij een plaatsing of snuffelstage)",
}
NUMBERS = {3: "drie", 4: "vier", 5: "vijf", 10: "tien"}
# What erasing somebody leaves, by its table.
TOLD_AS = {
    "consent": "een uitgezette toestemming",
    "outcome": "een uitkomst",
    "journey": "de reis: wanneer iemand voor het eerst elke stap zette",
    "handover_person": "bij welk nummer iemand bij WIJIJ staat",
}
WEEK = timedelta(weeks=1)
NOT_ALLOWED, NOTHING_HERE = "dit mag niet", "hier is niets te vinden"


def _called(relation: Relation, about: About) -> str:
    """Name somebody; where nothing is about one candidate, every candidate is "self"."""
    anybody = about in (About.NOTHING, About.VACANCY)
    if relation is Relation.SELF and anybody:
        return "een kandidaat"
    if relation is Relation.OWN_EMPLOYER and about is About.NOTHING:
        return "een werkgever"
    return PEOPLE[relation]


def _may(rule: Rule) -> str:
    if rule.may == EVERYBODY:
        return "iedereen"
    if rule.may == LOGGED_IN:
        return "iedereen die is ingelogd"
    named = (_called(one, rule.about) + STATES[states] for one, states in rule.may.items())
    return "; ".join(named)


def _told(rule: Rule) -> str:
    if rule.may in (EVERYBODY, LOGGED_IN):
        return "–"
    if rule.about in (About.NOTHING, About.OWN_PROFILE):
        return NOT_ALLOWED
    known = [f"{_called(one, rule.about)}: {NOT_ALLOWED}" for one in sorted(rule.forbidden)]
    return "; ".join([*known, f"de rest: {NOTHING_HERE}"]) if known else NOTHING_HERE


def _table() -> Iterator[str]:
    yield "| handeling | wie mag het | wat een ander hoort |"
    yield "|---|---|---|"
    for act, rule in TABLE.items():
        yield f"| {ACTS[act]} | {_may(rule)} | {_told(rule)} |"


def test_the_page_shows_the_table_of_permissions_as_it_is():
    assert pages.table_under(pages.read(PAGE), "tabel van rechten").splitlines() == [*_table()]


def _in_dutch(term: timedelta) -> str:
    minutes = term // timedelta(minutes=1)
    if minutes < 120:
        return f"{minutes} minuten"
    return f"{minutes // 60} uur" if minutes <= 24 * 60 else f"{term.days} dagen"


@pytest.mark.parametrize(
    ("what", "term"),
    [
        ("een profiel zonder e-mailadres", visits.VISITOR_IDLE),
        ("een bezoek van een kandidaat", visits.CANDIDATE_IDLE),
        ("een bezoek van een medewerker of werkgever", visits.STAFF_IDLE),
        ("een inlog die op de tweede stap wacht", visits.SECOND_FACTOR_MOST),
        ("een inlogmail", login.CODE_LASTS),
        ("een uitnodiging", invitations.INVITATION_LASTS),
        ("een inlog onderweg bij een organisatie", organisation.LASTS),
        ("een antwoord op een verzoek met een `Idempotency-Key`", answers.KEPT_FOR),
        ("dat een mail is verstuurd, zonder adres en tekst", outbox.KEPT_FOR),
        ("een link om te zeggen hoe het gaat", check_in_links.WORKS_FOR),
        ("het adres van wie voor een campagne is uitgenodigd", campaign_invites.INVITE_LASTS),
    ],
)
def test_the_page_says_how_long_each_thing_is_kept(what, term):
    kept = {row[0]: row[1] for row in pages.rows(pages.read(PAGE))}

    assert kept[what].startswith(_in_dutch(term))


def test_the_terms_in_the_sentences_are_those_of_the_code():
    text = " ".join(pages.read(PAGE).split())

    assert f"{visits.STAFF_MOST // timedelta(hours=1)} uur na het inloggen" in text
    assert f"binnen {NUMBERS[ANSWERED_WITHIN // WEEK]} weken" in text
    assert f"na {FRESH_FOR.days} dagen" in text
    assert f"minder dan {NUMBERS[SMALLEST_GROUP]} mensen" in text
    assert f"hoogstens {MOST_A_DAY} mensen" in text
    assert K == SMALLEST_GROUP
    assert A_YEAR == 365 * 24 * 60 * 60
    assert "`taal`, een jaar" in text
    assert f"{NUMBERS[len(Purpose)]} doelen" in text


def test_the_page_says_how_long_accounts_and_applications_are_kept():
    kept = {row[0]: row[1] for row in pages.rows(pages.read(PAGE))}
    account = kept["een account van een kandidaat, met zijn profiel"]
    over = kept["een voordracht die voorbij is, en wie alleen is voorgesteld"]
    decision = kept["een besluit van een coach bij zo'n vacature"]

    assert account.startswith("een jaar na het laatste bezoek")
    assert "een maand en twee weken van tevoren" in account
    assert [(KEPT_FOR - one).days for one in REMINDED_AFTER] == [30, 15]
    assert over.startswith(f"{NUMBERS[AFTER_THE_END // WEEK]} weken")
    assert over.endswith("een jaar bij wie onderzoek goedvond")
    assert KEPT_FOR == FOR_RESEARCH == timedelta(days=365)
    assert decision.startswith("twee jaar")
    assert timedelta(days=730) == DECISIONS
    assert f"hoogstens {NUMBERS[outbox.GIVEN_UP_AFTER.days]} dagen" in kept["een mail die weg moet"]


def test_the_page_says_what_stays_of_an_outcome_and_for_how_long():
    kept = {row[0]: row[1] for row in pages.rows(pages.read(PAGE))}
    stays = {what for what, term in kept.items() if term.startswith("blijft, ook na wissen")}
    link = kept["een link om te zeggen hoe het gaat"]

    assert {TOLD_AS[table] for table in STAYS} <= stays
    assert f"nog {check_in_links.KEPT_FOR.days} dagen" in link
    assert kept["de regels van een batch voor WIJIJ"].startswith("tot het ontvangstbewijs")


def test_when_people_are_asked_how_it_goes_is_told_as_in_the_code():
    weeks = ", ".join(map(str, WEEKS[:-1])) + f" en {WEEKS[-1]}"
    decision = " ".join(pages.read("docs/decisions/0027-vragen-hoe-het-gaat.md").split())

    assert f"In week {weeks} " in decision
    assert f"na {NUMBERS[ASKED_AGAIN_AFTER]} werkdagen één herinnering" in decision
    assert f"Na {NUMBERS[CALLED_AFTER]} werkdagen staat het bij de coach" in decision
    assert f"Na {weeks} weken" in pages.read("CHANGELOG.md")
