"""How matches look on the command line: tables a coach can read, and JSON with stable keys."""

from collections.abc import Callable, Mapping, Sequence

from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from api.commands.opening import console
from matching.explain import (
    Counterfactual,
    Gap,
    counterfactual_sentence,
    sentence,
    tier,
)
from matching.reference import Part
from matching.service import Match, Matcher, MatchList
from skills.models import Course

SHOWN_COURSES = 3


def list_json(found: MatchList) -> dict[str, object]:
    """Give a ranked list with its stable keys (docs/opdrachten.md)."""
    return {
        "total": found.total,
        "skilled": found.skilled,
        "matches": [_match_json(one) for one in found.matches],
        "setApart": [_match_json(one) for one in found.set_apart],
    }


def _match_json(one: Match) -> dict[str, object]:
    said = one.explanation
    return {
        "place": one.place,
        "candidate": one.candidate_id,
        "vacancy": one.vacancy_id,
        "fit": said.fit,
        "afterTraining": said.after_training,
        "wish": one.wish.percent,
        "supported": said.supported,
        "use": said.use_percent,
        "points": said.points,
        "most": said.most,
        "travelMinutes": one.travel_minutes,
        "limits": [
            {"gate": finding.gate.value, "closed": finding.closed, "reason": finding.reason}
            for finding in one.findings
        ],
    }


def explanation_json(
    one: Match, matcher: Matcher, courses: Mapping[int, Course]
) -> dict[str, object]:
    """Give one pair in full with its stable keys; the points of the parts add up to `points`."""
    name = matcher.numbers.name
    return {
        **_match_json(one),
        "model": matcher.model.version,
        "parts": [_part_json(part, matcher) for part in one.explanation.parts],
        "gaps": [
            {
                "skill": name(gap.part.asking.skill),
                "learnableOnTheJob": gap.learnable,
                "after": gap.after,
                "courses": [_course_json(courses[number]) for number in gap.courses],
            }
            for gap in one.explanation.gaps
        ],
        "counterfactuals": [
            {"skill": name(then.skill), "level": then.level, "fit": then.fit, "points": then.points}
            for then in one.counterfactuals
        ],
        "wishes": {
            "met": [wish.value for wish in one.wish.met],
            "unmet": [wish.value for wish in one.wish.unmet],
            "unknown": [wish.value for wish in one.wish.unknown],
        },
    }


def _part_json(part: Part, matcher: Matcher) -> dict[str, object]:
    name = matcher.numbers.name
    return {
        "skill": name(part.asking.skill),
        "uri": matcher.model.uris[part.asking.skill],
        "required": part.asking.required,
        "askedLevel": part.asking.level,
        "tier": tier(part).value,
        "usedSkill": name(part.used.skill) if part.used else None,
        "usedLevel": part.used.level if part.used else None,
        "nearness": part.nearness,
        "levelFit": part.level_fit,
        "weight": part.weight,
        "points": part.points,
        "sentence": sentence(part, name),
    }


def _course_json(course: Course) -> dict[str, object]:
    return {
        "name": course.name,
        "provider": course.provider,
        "days": course.days,
        "costEuro": course.cost_euro,
        "form": course.form.value,
    }


def text_column(header: str) -> Column:
    """Make a column of words; on a narrow screen a long word goes on below, no letter is lost."""
    return Column(header, overflow="fold")


def number_column(header: str) -> Column:
    """Make a column of numbers, one above the other."""
    return Column(header, justify="right", overflow="fold")


def show_title(title: str) -> None:
    """Print what stands over a table."""
    console.print(title, style="bold", soft_wrap=True)


def show_list(title: str, found: MatchList, who: str, name: Callable[[Match], str]) -> None:
    """Print a ranked list, and under it who is set apart and why."""
    if not found.skilled:
        console.print(f"{title}: nog niet verskild. Voeg eerst vaardigheden toe.", soft_wrap=True)
        return
    show_title(title)
    if found.matches:
        _show_open(found, who, name)
    else:
        console.print(f"Er is hier geen {who} zonder grens.")
    shown = len(found.matches) + len(found.set_apart)
    if shown < found.total:
        console.print(
            f"Je ziet plaats 1 tot en met {shown} van {found.total}. "
            "Met --everyone zie je de hele lijst."
        )
    elif shown:
        console.print(f"Dit is de hele lijst, tot en met plaats {shown}.")
    if found.set_apart:
        _show_set_apart(found, name)


def _show_open(found: MatchList, who: str, name: Callable[[Match], str]) -> None:
    numbers = ("past nu", "benut", "na scholing", "wil", "onderbouwd")
    table = Table(number_column("plaats"), text_column(who), *map(number_column, numbers))
    for one in found.matches:
        said = one.explanation
        table.add_row(
            str(one.place),
            name(one),
            f"{said.fit} %",
            f"{said.use_percent} %",
            f"{said.after_training} %",
            _wish(one),
            f"{said.supported} %",
        )
    console.print(table)


def _wish(one: Match) -> str:
    return "niet bekend" if one.wish.percent is None else f"{one.wish.percent} %"


def _show_set_apart(found: MatchList, name: Callable[[Match], str]) -> None:
    table = Table(
        number_column("plaats"),
        text_column("apart gezet"),
        number_column("past nu"),
        text_column("waarom"),
    )
    for one in found.set_apart:
        reasons = " ".join(finding.reason for finding in one.findings if finding.closed)
        table.add_row(str(one.place), name(one), f"{one.explanation.fit} %", reasons)
    console.print(table)


def show_explanation(
    title: str,
    one: Match,
    matcher: Matcher,
    courses: Mapping[int, Course],
    *,
    sentences: bool = True,
) -> None:
    """Print one pair: the parts that add up, the limits, the gaps with what closes them."""
    said, name = one.explanation, matcher.numbers.name
    if not said.parts:
        console.print(f"{title}: nog niet verskild. Voeg eerst vaardigheden toe.", soft_wrap=True)
        return
    # What weighs most comes first; the order of the parts themselves says nothing.
    parts = sorted(said.parts, key=lambda part: (not part.asking.required, -part.weight))
    show_title(title)
    _show_parts(parts, one, matcher)
    console.print(
        f"Past nu {said.fit} %. Na scholing {said.after_training} %. Wil {_wish(one)}. "
        f"Onderbouwd {said.supported} %. Benut {said.use_percent} %."
    )
    _show_beside(one)
    if sentences:
        for part in parts:
            console.print(Padding(Text(sentence(part, name)), (0, 0, 0, 2), expand=False))
        show_gaps(said.gaps, matcher, courses)
        show_changes(one.counterfactuals, matcher)


def _show_parts(parts: Sequence[Part], one: Match, matcher: Matcher) -> None:
    name = matcher.numbers.name
    words, numbers = ("gevraagd", "stand", "in het profiel"), ("nabij", "niveau", "gewicht")
    table = Table(*map(text_column, words), *map(number_column, numbers), number_column("punten"))
    for part in parts:
        used = name(part.used.skill) if part.used else "–"
        table.add_row(
            name(part.asking.skill) + ("" if part.asking.required else " (gewenst)"),
            tier(part).value,
            "dezelfde" if part.used and part.used.skill == part.asking.skill else used,
            f"{part.nearness} %",
            f"{part.level_fit} %",
            str(part.weight),
            str(part.points),
        )
    table.add_section()
    table.add_row("samen", "", "", "", "", "", str(one.explanation.points))
    table.add_row("hoogstens", "", "", "", "", "", str(one.explanation.most))
    console.print(table)


def _show_beside(one: Match) -> None:
    """Print what stands beside the score: travel time, wishes, limits."""
    if one.travel_minutes is not None:
        console.print(f"De reistijd is ongeveer {one.travel_minutes} minuten.")
    wishes = [
        f"{wish.value} {answer}"
        for answer, found in (
            ("wel", one.wish.met),
            ("niet", one.wish.unmet),
            ("niet bekend", one.wish.unknown),
        )
        for wish in found
    ]
    if one.wish.percent is not None:
        console.print(f"Past het bij de wensen? {', '.join(wishes).capitalize()}.")
    for finding in one.findings:
        lead = f"Apart gezet, {finding.gate.value}" if finding.closed else "Vraag nog na"
        console.print(f"{lead}: {finding.reason}")


def show_gaps(gaps: tuple[Gap, ...], matcher: Matcher, courses: Mapping[int, Course]) -> None:
    """Print what is missing and what closes it: the work itself, or a course."""
    if not gaps:
        return
    table = Table(
        text_column("nog te leren"),
        number_column("erbij"),
        text_column("hoe"),
        number_column("dagen"),
        number_column("kosten"),
        text_column("vorm"),
    )
    for gap in gaps:
        ways = [("op de werkplek", "", "", "")] if gap.learnable else []
        ways += [_way(courses[number]) for number in gap.courses[:SHOWN_COURSES]]
        first, *others = ways or [("geen passende cursus", "", "", "")]
        table.add_row(name_of(gap, matcher), str(gap.gain), *first)
        for way in others:
            table.add_row("", "", *way)
    console.print(table)


def _way(course: Course) -> tuple[str, str, str, str]:
    cost = "gratis" if course.cost_euro is None else f"€ {course.cost_euro}"
    return (course.name, str(course.days), cost, course.form.value)


def name_of(gap: Gap, matcher: Matcher) -> str:
    """Name the skill of a gap."""
    return matcher.numbers.name(gap.part.asking.skill)


def show_changes(changes: tuple[Counterfactual, ...], matcher: Matcher) -> None:
    """Print what one more skill would make of the fit."""
    for one in changes[:SHOWN_COURSES]:
        console.print(counterfactual_sentence(one, matcher.numbers.name))
