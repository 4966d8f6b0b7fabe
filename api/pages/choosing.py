"""Ticks: skills that somebody chose from a list, and the calm round of questions about them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from api.asking import LARGEST_ID
from foundation.entry import whole_number
from foundation.errors import Invalid
from profiles.drafts import SkillDraft
from profiles.service import candidate_to_change
from profiles.skillset import MOST_SKILLS, DoubleSkill, TooManySkills, candidate_skills, set_skills
from skills.mentions import UnknownSkill
from skills.service import skills_by_id


class NothingTicked(Invalid):
    """A list to tick came back without a tick."""


@dataclass(frozen=True, slots=True)
class Round:
    """New skills whose level is asked one by one; it travels in the address as numbers."""

    skill_ids: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Write the round as it stands in an address; `round_of` reads it."""
        return "-".join(str(number) for number in self.skill_ids)

    def place(self, skill_id: int) -> int:
        """Tell the how-manieth a skill is, from 1; 0 when it is not asked in this round."""
        return self.skill_ids.index(skill_id) + 1 if skill_id in self.skill_ids else 0

    def after(self, skill_id: int) -> str:
        """Give the address to go on to after a skill: the next one, or the list of skills."""
        rest = self.skill_ids[self.place(skill_id) :] if self.place(skill_id) else ()
        return self.at(rest[0]) if rest else "/profiel/vaardigheden?gedaan=bewaard"

    def at(self, skill_id: int) -> str:
        """Give the address of the question about a skill, within this round."""
        path = f"/profiel/vaardigheden/{skill_id}"
        return f"{path}?ronde={self.text}" if len(self.skill_ids) > 1 else path


def round_of(text: str, owned: Collection[int]) -> Round:
    """Read a round from an address; only skills that are on the profile count.

    What is no round is an empty one: an address that somebody changed loses the counter only.
    """
    pieces = text.split("-")[:MOST_SKILLS]
    numbers = [int(one) for one in pieces if one.isascii() and one.isdigit() and len(one) <= 10]
    return Round(tuple(dict.fromkeys(number for number in numbers if number in owned)))


def numbers_of(ticked: Iterable[str]) -> list[int]:
    """Read the numbers of ticked skills as they were sent.

    Raises:
        UnknownSkill: one is no number that a skill can have.
    """
    try:
        return [whole_number(one, lowest=1, highest=LARGEST_ID) for one in ticked]
    except ValueError as error:
        raise UnknownSkill("Deze vaardigheid staat niet in de lijst. Kies een andere.") from error


def readable(ticked: Iterable[str]) -> tuple[int, ...]:
    """Keep of what was sent the numbers that can be, to show them ticked again."""
    kept: list[int] = []
    for one in ticked:
        try:
            kept += numbers_of([one])
        except UnknownSkill:
            continue
    return tuple(dict.fromkeys(kept))[:MOST_SKILLS]


def put_on_profile(session: Session, *, candidate_id: int, ticked: Sequence[str]) -> Round:
    """Put ticked skills on the profile, with the level unknown; those that are there stay as is.

    Returns:
        The round of questions about the new ones.

    Raises:
        NothingTicked, TooManySkills, DoubleSkill: the list itself is not right.
        UnknownSkill: a skill does not exist, or can no longer be chosen.
        UnknownCandidate, ProfileEnded: there is nothing to change.
    """
    if not ticked:
        raise NothingTicked("Vink eerst aan wat je kunt. Of kies: geen van deze.")
    if len(ticked) > MOST_SKILLS:
        raise TooManySkills(
            f"Kies hoogstens {MOST_SKILLS} vaardigheden. Dit zijn er {len(ticked)}. "
            "Haal een paar vinkjes weg."
        )
    numbers = numbers_of(ticked)
    if len(set(numbers)) < len(numbers):
        raise DoubleSkill("Dezelfde vaardigheid staat er twee keer. Kies die één keer.")
    _check_in_use(session, numbers)
    candidate_to_change(session, candidate_id=candidate_id)
    owned = {row.skill_id for row in candidate_skills(session, candidate_id=candidate_id)}
    new = [number for number in numbers if number not in owned]
    drafts = [SkillDraft(skill_id=number) for number in new]
    set_skills(session, candidate_id=candidate_id, drafts=drafts)
    return Round(tuple(new))


def _check_in_use(session: Session, numbers: Sequence[int]) -> None:
    """Name the skill that was retired meanwhile, so that somebody knows which tick to take away."""
    retired = [row.label for row in skills_by_id(session, ids=numbers).values() if row.retired]
    if retired:
        raise UnknownSkill(f"“{retired[0]}” staat niet meer in de lijst. Kies een andere.")
