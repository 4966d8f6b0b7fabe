"""Which skill somebody means: chosen from a list while typing, or typed as a plain word."""

from dataclasses import dataclass

from sqlmodel import Session

from api.asking import Running
from api.pages.choosing import readable
from api.pages.suggesting import Choice, choice_of, typed_skills
from skills.service import skills_by_id
from skills.wording import fold


@dataclass(frozen=True, slots=True)
class Meant:
    """The skill that is meant; None with what the words could mean when that is not clear."""

    skill: Choice | None = None
    choices: tuple[Choice, ...] = ()


def meant_skill(
    session: Session, app: Running, *, search: str, chosen: str, picked: str = ""
) -> Meant:
    """Find out which skill is meant.

    Args:
        session: the transaction.
        app: holds the words of all skills.
        search: what was typed.
        chosen: the number that came with a choice while typing; it counts while the words are
            those of the skill, for without JavaScript it stays behind when somebody types on.
        picked: the number that was picked from a list of choices; it counts always.

    Raises:
        NotText: what was typed is too long or no text.
    """
    rows = skills_by_id(session, ids=readable([picked or chosen]))
    row = next(iter(rows.values()), None)
    if row is not None and (picked or not search or fold(search) == fold(row.label)):
        return Meant(choice_of(row))
    if not search:
        return Meant()
    found = typed_skills(session, app, search)
    same = [one for one in found if fold(search) in (fold(one.label), fold(one.surface))]
    return Meant(same[0]) if len(same) == 1 else Meant(None, found)
