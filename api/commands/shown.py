"""How matches look on the command line: tables a coach can read, and JSON with stable keys."""

from collections.abc import Callable, Mapping

from rich.table import Table

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


def show_list(title: str, found: MatchList, who: str, name: Callable[[Match], str]) -> None:
    """Print a ranked list, and under it who is set apart and why."""
    if not found.skilled:
        console.print(f"{title}: nog niet verskild. Voeg eerst vaardigheden toe.")
        return
    table = Table(
        "plaats",
        who,
        "past nu",
        "na scholing",
        "wil",
        "onderbouwd",
        title=title,
        title_justify="left",
    )
    for one in found.matches:
        said = one.explanation
        table.add_row(
            str(one.place),
            name(one),
            f"{said.fit} %",
            f"{said.after_training} %",
            "niet bekend" if one.wish.percent is None else f"{one.wish.percent} %",
            f"{said.supported} %",
        )
    console.print(table)
    shown = len(found.matches) + len(found.set_apart)
    console.print(f"{shown} van {found.total} bekeken. Met --everyone zie je iedereen.")
    if found.set_apart:
        _show_set_apart(found, name)


def _show_set_apart(found: MatchList, name: Callable[[Match], str]) -> None:
    table = Table("plaats", "apart gezet", "past nu", "waarom", title_justify="left")
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
    """Print one pair: the parts that add up, the gaps with what closes them, the limits."""
    said, name = one.explanation, matcher.numbers.name
    if not said.parts:
        console.print(f"{title}: nog niet verskild. Voeg eerst vaardigheden toe.")
        return
    table = Table(
        "gevraagd",
        "",
        "met",
        "nabij",
        "niveau",
        "gewicht",
        "punten",
        title=title,
        title_justify="left",
    )
    for part in said.parts:
        used = name(part.used.skill) if part.used else "–"
        table.add_row(
            name(part.asking.skill),
            tier(part).value,
            "zelf" if part.used and part.used.skill == part.asking.skill else used,
            f"{part.nearness} %",
            f"{part.level_fit} %",
            str(part.weight),
            str(part.points),
        )
    table.add_section()
    table.add_row("samen", "", "", "", "", "", f"{said.points} van {said.most}")
    console.print(table)
    wish = "niet bekend" if one.wish.percent is None else f"{one.wish.percent} %"
    console.print(
        f"Past nu {said.fit} %. Na scholing {said.after_training} %. Wil {wish}. "
        f"Onderbouwd {said.supported} %. Benut {said.use_percent} %."
    )
    if sentences:
        for part in said.parts:
            console.print(f"  {sentence(part, name)}", highlight=False)
        show_gaps(said.gaps, matcher, courses)
        show_changes(one.counterfactuals, matcher)
    for finding in one.findings:
        console.print(f"Grens {finding.gate.value}: {finding.reason}", highlight=False)


def show_gaps(gaps: tuple[Gap, ...], matcher: Matcher, courses: Mapping[int, Course]) -> None:
    """Print what is missing and what closes it: the work itself, or a course."""
    if not gaps:
        return
    table = Table("nog te leren", "op de werkplek", "cursus", "dagen", "kosten", "vorm")
    for gap in gaps:
        skill = name_of(gap, matcher)
        learn = "ja" if gap.learnable else "nee"
        chosen = [courses[number] for number in gap.courses[:SHOWN_COURSES]]
        if not chosen:
            none = "leer je op het werk" if gap.learnable else "geen cursus van deze lengte"
            table.add_row(skill, learn, none, "", "", "")
        for place, course in enumerate(chosen):
            cost = "geen" if course.cost_euro is None else f"€ {course.cost_euro}"
            first = (skill, learn) if place == 0 else ("", "")
            table.add_row(*first, course.name, str(course.days), cost, course.form.value)
    console.print(table)


def name_of(gap: Gap, matcher: Matcher) -> str:
    """Name the skill of a gap."""
    return matcher.numbers.name(gap.part.asking.skill)


def show_changes(changes: tuple[Counterfactual, ...], matcher: Matcher) -> None:
    """Print what one more skill would make of the fit."""
    for one in changes[:SHOWN_COURSES]:
        console.print(counterfactual_sentence(one, matcher.numbers.name), highlight=False)
