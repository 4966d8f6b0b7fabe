"""Puts a match into views: names for numbers, sentences in the language of whoever asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from api.language import Catalogue
from api.routes.taxonomy_views import CourseView
from api.routes.vacancy_views import VacancyView
from api.routes.views import RowId
from api.routes.work_views import (
    CounterfactualView,
    GapView,
    LimitView,
    MatchInFull,
    MatchView,
    PartView,
    WishesView,
)
from foundation.database import batches
from matching.explain import Gap, Tier, counterfactual_sentence, sentence, tier
from matching.reference import Part
from matching.service import Match, Matcher
from skills.models import Course
from vacancies.adverts import Advert, adverts_of

# In a list a gap shows the best course; the match by itself shows them all.
BEST = 1


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells about matches to one person.

    Args:
        matcher: names the skills.
        words: the language.
        own: the person asks about himself; a coach reads the reasons about the person.
        adverts: the vacancies of the matches.
        courses: the courses of their gaps.
    """

    matcher: Matcher
    words: Catalogue
    own: bool
    adverts: Mapping[int, Advert]
    courses: Mapping[int, Course]

    @staticmethod
    def of(
        session: Session, matcher: Matcher, words: Catalogue, matches: Iterable[Match], *, own: bool
    ) -> "Teller":
        """Read what these matches name."""
        told = list(matches)
        courses = {one for match in told for gap in match.explanation.gaps for one in gap.courses}
        return Teller(
            matcher=matcher,
            words=words,
            own=own,
            adverts=adverts_of(session, vacancy_ids=[one.vacancy_id for one in told]),
            courses=_courses(session, sorted(courses)),
        )

    def short(self, match: Match) -> MatchView:
        """Tell a match in short."""
        return MatchView(**self._fields(match, most=BEST))

    def full(self, match: Match) -> MatchInFull:
        """Tell a match with everything that made its score."""
        said = match.explanation
        return MatchInFull(
            **self._fields(match, most=None),
            points=said.points,
            most=said.most,
            use=said.use_percent,
            wishes=WishesView(
                met=match.wish.met, unmet=match.wish.unmet, unknown=match.wish.unknown
            ),
            parts=[self._part(part) for part in said.parts],
            counterfactuals=[
                CounterfactualView(
                    skill_id=self._id(one.skill),
                    label=self._name(one.skill),
                    level=one.level,
                    fit=one.fit,
                    sentence=self.words.say(counterfactual_sentence(one, self._name)),
                )
                for one in match.counterfactuals
            ],
            model=self.matcher.model.version,
        )

    def _fields(self, match: Match, *, most: int | None) -> dict[str, Any]:
        said = match.explanation
        stand = [tier(part) for part in said.parts]
        return {
            "vacancy": VacancyView.of(self.adverts[match.vacancy_id]),
            "place": match.place,
            "is_open": match.is_open,
            "fit": said.fit,
            "after_training": said.after_training,
            "wish": match.wish.percent,
            "supported": said.supported,
            "travel_minutes": match.travel_minutes,
            "tiers": {one: stand.count(one) for one in Tier},
            "limits": [
                LimitView(
                    gate=one.gate,
                    closed=one.closed,
                    reason=self.words.say(one.own_reason if self.own else one.reason),
                )
                for one in match.findings
            ],
            "gaps": [self._gap(gap, most) for gap in said.gaps],
        }

    def _gap(self, gap: Gap, most: int | None) -> GapView:
        return GapView(
            skill_id=self._id(gap.part.asking.skill),
            label=self._name(gap.part.asking.skill),
            tier=tier(gap.part),
            learnable=gap.learnable,
            gain=gap.gain,
            courses=[CourseView.of(self.courses[one]) for one in gap.courses[:most]],
        )

    def _part(self, part: Part) -> PartView:
        used = part.used
        return PartView(
            skill_id=self._id(part.asking.skill),
            label=self._name(part.asking.skill),
            required=part.asking.required,
            asked_level=part.asking.level,
            tier=tier(part),
            used_skill_id=self._id(used.skill) if used else None,
            used_label=self._name(used.skill) if used else None,
            used_level=used.level if used else None,
            nearness=part.nearness,
            level_fit=part.level_fit,
            weight=part.weight,
            points=part.points,
            sentence=self.words.say(sentence(part, self._name)),
        )

    def _name(self, number: int) -> str:
        return self.matcher.numbers.name(number)

    def _id(self, number: int) -> RowId:
        return str(self.matcher.numbers.ids[number])


def _courses(session: Session, ids: Sequence[int]) -> dict[int, Course]:
    found: dict[int, Course] = {}
    for batch in batches(ids):
        rows = session.exec(select(Course).where(col(Course.id).in_(batch)))
        found |= {row.id: row for row in rows}
    return found
