"""The analysis beside the funnel as tables: demand and supply, working together, and results.

The words stand here, in Dutch, so that a page, a file and the report say the same.
"""

from collections.abc import Iterable, Iterator

from placements.agreeing import Agreed, CoachAgreement
from placements.funnel_tables import KINDS
from placements.models import OutcomeKind, Side
from placements.replies import Replies, ReplyBehaviour
from placements.results import Results, Tally
from placements.satisfied import SideSatisfaction
from placements.supply import Market, SkillMarket
from placements.tables import Bar, Cell, Table

MOST_SHOWN = 20
MOST_COURSES = 3
SIDES = {Side.CANDIDATE: "Kandidaten", Side.EMPLOYER: "Werkgevers"}


def _told(number: int | None) -> Cell:
    """Give a number that can also be not there: then there is nothing to tell."""
    return "" if number is None else number


# Demand and supply


_SKILL_COLUMNS = (
    "Vaardigheid",
    "Vereist",
    "Gewenst",
    "Niveau",
    "Op niveau",
    "Daaronder",
    "Niveau onbekend",
    "Tekort",
    "Cursussen",
)
_SKILL_NOTE = (
    "Vereist en gewenst zijn vrije plekken. Op niveau, daaronder en niveau onbekend zijn mensen."
)


def market_tables(market: Market) -> tuple[Table, ...]:
    """Show what lacks, what is asked, and the sectors."""
    return (
        Table(
            key="tekorten",
            name="Waar zijn te weinig mensen voor?",
            figure="tekort",
            columns=_SKILL_COLUMNS,
            rows=tuple(_skill(one) for one in market.shortages),
            bars=tuple(
                Bar(one.label, one.shortage, "minstens" if one.is_bound else "")
                for one in market.shortages
            ),
            unit="plekken te veel",
            note=f"{_SKILL_NOTE} Staat er “minstens”? Dan kunnen 1 tot en met 4 mensen het.",
            first=MOST_SHOWN,
        ),
        Table(
            key="vaardigheden",
            name="Wat vragen open vacatures het meest?",
            figure="gevraagd",
            columns=_SKILL_COLUMNS,
            rows=tuple(_skill(one) for one in market.skills),
            bars=tuple(_skill_bar(one) for one in market.skills),
            unit="plekken",
            mark_words="mensen op dit niveau, als dat er minder zijn dan plekken",
            note=_SKILL_NOTE,
            first=MOST_SHOWN,
        ),
        Table(
            key="sectoren",
            name="Waar is werk, en wie wil dat?",
            figure="werk-per-sector",
            columns=(
                "Sector",
                "Open vacatures",
                "Vrije plekken",
                "Nog niet verskild",
                "Mensen die dit willen",
            ),
            rows=tuple(
                (one.label, one.vacancies, one.places, one.unskilled, one.wanted)
                for one in market.sectors
            ),
            bars=tuple(Bar(one.label, one.places) for one in market.sectors),
            unit="vrije plekken",
        ),
    )


def _skill(one: SkillMarket) -> tuple[Cell, ...]:
    return (
        one.label,
        one.required,
        one.desired,
        _told(one.level),
        one.enough,
        one.below,
        one.unknown if one.level else "",
        _shortage(one),
        ", ".join(lesson.course.name for lesson in one.lessons[:MOST_COURSES]),
    )


def _shortage(one: SkillMarket) -> Cell:
    if one.is_bound:
        return f"minstens {one.shortage}" if one.shortage else ""
    return one.shortage


def _skill_bar(one: SkillMarket) -> Bar:
    """Draw the places, and as a line the people, where there are fewer."""
    fewer = one.enough is not None and one.enough < one.demand
    return Bar(one.label, one.demand, mark=one.enough if fewer else None)


# Working together


def reply_tables(replies: ReplyBehaviour) -> tuple[Table, ...]:
    """Show how introductions are answered, and why not."""
    columns = (
        "Gesteld",
        "Beantwoord",
        "Op tijd",
        "Op tijd (%)",
        "Geen antwoord",
        "Herinnerd",
        "Naar de coach",
        "Werkdagen",
    )
    return (
        Table(
            key="antwoorden",
            name="Wordt er op tijd geantwoord?",
            figure="op-tijd",
            columns=("Vraag", *columns),
            rows=tuple((one.question.value, *_reply(one)) for one in replies.questions),
            bars=tuple(
                Bar(one.question.value, one.in_time_percent)
                for one in replies.questions
                if one.in_time_percent is not None
            ),
            unit="%",
            note="Dit telt de voordrachten die er nog staan. Vier weken nadat een vacature sluit, "
            "gaan ze weg. De helft van de antwoorden kwam binnen zoveel werkdagen.",
        ),
        Table(
            key="antwoorden-sector",
            name="Het eerste antwoord van werkgevers, per sector",
            figure="op-tijd",
            columns=("Sector", *columns),
            rows=tuple((one.label, *_reply(one.replies)) for one in replies.sectors),
            bars=tuple(
                Bar(one.label, one.replies.in_time_percent)
                for one in replies.sectors
                if one.replies.in_time_percent is not None
            ),
            unit="%",
        ),
        Table(
            key="redenen",
            name="Waarom zegt een werkgever nee?",
            figure="reden-van-afwijzing",
            columns=("Reden", "Aantal keren"),
            rows=tuple((reason.value, number) for reason, number in replies.reasons),
            bars=tuple(Bar(reason.value, number) for reason, number in replies.reasons),
            unit="keren",
        ),
    )


def _reply(one: Replies) -> Iterator[Cell]:
    yield from (one.asked, one.answered, one.in_time)
    yield "" if one.in_time_percent is None else one.in_time_percent
    yield from (one.no_answer, one.reminded, one.escalated)
    yield _told(one.median_days)


def agreement_tables(agreement: CoachAgreement) -> tuple[Table, ...]:
    """Show how far coaches follow the engine."""
    kinds = [
        ("alle besluiten", agreement.all),
        *((kind.value, one) for kind, one in agreement.kinds),
    ]
    columns = ("Aantal", "Volgt", "Volgt (%)")
    return (
        Table(
            key="besluiten",
            name="Volgen coaches de berekening?",
            figure="eens-met-de-berekening",
            columns=("Besluit", *columns),
            rows=tuple((name, *_agreed(one)) for name, one in kinds),
            bars=tuple(_percents(kinds)),
            unit="%",
        ),
        Table(
            key="eerste-plek",
            name="Wat doen coaches met wie op plek 1 staat?",
            figure="eens-op-plek-1",
            columns=("Wat", "Uitkomst"),
            rows=(
                ("besluiten over wie op plek 1 stond", agreement.first.decisions),
                ("daarvan goedgekeurd", agreement.first.agreed),
                ("daarvan goedgekeurd (%)", _told(agreement.first.percent)),
                ("seconden per besluit (de helft was sneller)", _told(agreement.median_seconds)),
                *_spread(agreement),
            ),
        ),
        Table(
            key="besluiten-redenen",
            name="Met welke reden besluiten coaches?",
            figure="eens-met-de-berekening",
            columns=("Reden", *columns),
            rows=tuple((reason.value, *_agreed(one)) for reason, one in agreement.reasons),
            bars=tuple(Bar(reason.value, one.decisions) for reason, one in agreement.reasons),
            unit="besluiten",
        ),
    )


def _agreed(one: Agreed) -> tuple[Cell, ...]:
    return one.decisions, one.agreed, _told(one.percent)


def _percents(kinds: Iterable[tuple[str, Agreed]]) -> Iterator[Bar]:
    for name, one in kinds:
        if one.percent is not None:
            yield Bar(name, one.percent)


def _spread(agreement: CoachAgreement) -> Iterator[tuple[Cell, ...]]:
    """Tell how coaches differ, when there are enough to name nobody."""
    spread = agreement.spread
    if spread is not None:
        yield "coaches met 5 besluiten of meer", spread.coaches
        yield "volgt de berekening, laagste coach (%)", spread.lowest
        yield "volgt de berekening, middelste coach (%)", spread.middle
        yield "volgt de berekening, hoogste coach (%)", spread.highest


def satisfaction_tables(sides: Iterable[SideSatisfaction]) -> tuple[Table, ...]:
    """Show what both sides answered to the three questions."""
    columns = ("Vraag", "Gemiddeld (1 tot 5)", "1", "2", "3", "4", "5", "Zegt ja (%)")
    return tuple(
        Table(
            key=f"tevreden-{one.side.value}",
            name=f"{SIDES[one.side]}: zijn ze tevreden?",
            figure="tevredenheid",
            columns=columns,
            rows=tuple(
                (
                    question.words,
                    "" if question.mean is None else question.mean,
                    *question.marks,
                    _told(question.yes_percent),
                )
                for question in one.questions
            ),
            bars=tuple(
                Bar(question.words, question.yes_percent)
                for question in one.questions
                if question.yes_percent is not None
            ),
            unit="%",
            note=_answers(one.answers),
        )
        for one in sides
    )


def _answers(number: int | None) -> str:
    if number is None:
        return "1 tot en met 4 mensen gaven antwoord. Daarom staat hier nog niets."
    return f"Antwoorden: {number}. 1 is “nee, helemaal niet” en 5 is “ja, heel erg”."


# Results


def result_tables(results: Results) -> tuple[Table, ...]:
    """Show what came of it."""
    kinds = [
        Tally(KINDS[kind], one.number) for kind, one in zip(OutcomeKind, results.kinds, strict=True)
    ]
    cv = results.cv_filter
    return (
        _tallied("soorten", "Welke uitkomsten zijn er?", "uitkomsten", "Soort", kinds),
        _tallied(
            "cv-filter",
            "Was deze persoon met een cv-filter afgevallen?",
            "cv-filter",
            "Antwoord",
            [Tally("ja", cv.excluded), Tally("nee", cv.kept), Tally("onbekend", cv.unknown)],
            note=_cv_note(cv.percent),
        ),
        Table(
            key="gebleven",
            name="Wie werkt er nog?",
            figure="gebleven",
            columns=(
                "Na",
                "Zo lang geleden begonnen",
                "Werkt er nog",
                "Werkt er niet meer",
                "Onbekend",
                "Werkt er nog (%)",
            ),
            rows=tuple(
                (
                    f"{one.week} weken",
                    one.reached,
                    one.stayed,
                    one.left,
                    one.unknown,
                    _told(one.percent),
                )
                for one in results.stays
            ),
            bars=tuple(
                Bar(f"{one.week} weken", one.percent)
                for one in results.stays
                if one.percent is not None
            ),
            unit="%",
            note="Het percentage is van de plaatsingen waarvan we het weten.",
        ),
        _tallied("per-sector", "In welke sector?", "uitkomsten", "Sector", results.sectors),
        _tallied("per-regio", "In welke regio?", "uitkomsten", "Regio", results.regions),
        _tallied("werk-vooraf", "Had iemand al werk?", "uitkomsten", "Werk", results.working),
    )


def _cv_note(percent: int | None) -> str:
    if percent is None:
        return "Dit gaat over leerwerkplekken en tijdelijke contracten."
    return f"Van wie we het weten, was {percent} % afgevallen. Dit gaat over plaatsingen."


def _tallied(
    key: str, name: str, figure: str, first: str, tallies: Iterable[Tally], note: str = ""
) -> Table:
    found = list(tallies)
    return Table(
        key=key,
        name=name,
        figure=figure,
        columns=(first, "Aantal"),
        rows=tuple((one.name, one.number) for one in found),
        bars=tuple(Bar(one.name, one.number) for one in found),
        unit="uitkomsten",
        note=note,
    )
