"""What pages about one's own profile share: whose it is, two tabs, autosave, what is wrong."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response

from accounts.permissions import Act, Subject, nothing_here
from api.asking import Allowed
from api.pages.forms import Fields
from api.pages.rendering import page
from api.versions import stamp
from foundation.errors import TalentError

# What a form sends along: the stamp of what the page showed.
SEEN = "gezien"
HERE = ZoneInfo("Europe/Amsterdam")


def _number(subject: Subject) -> int:
    if subject.candidate_id is None:
        raise nothing_here()
    return subject.candidate_id


def _shown(subject: Annotated[Subject, Depends(Allowed(Act.SEE_OWN_PROFILE))]) -> int:
    return _number(subject)


def _changed(subject: Annotated[Subject, Depends(Allowed(Act.CHANGE_OWN_PROFILE))]) -> int:
    return _number(subject)


# The number of the viewer's own profile, to look at or to change.
OwnProfile = Annotated[int, Depends(_shown)]
OwnProfileToChange = Annotated[int, Depends(_changed)]


def is_autosave(request: Request) -> bool:
    """Tell whether htmx sent a form while somebody fills it in; its button was not used."""
    return request.headers.get("hx-request") == "true"


def kept(request: Request, *, stored: object, now: datetime, more: str = "") -> Response:
    """Answer an autosave: when it was kept, and the stamp for the next one; `more` is Dutch."""
    moment = f"{now.astimezone(HERE):%H:%M}"
    return page(request, "profile/kept.html", moment=moment, seen=stamp(stored), more=more)


def not_kept(request: Request, *, status: int, errors: Mapping[str, str] | None = None) -> Response:
    """Answer an autosave that kept nothing: why. What was typed stays in the form.

    The stamp in the form stays old, so that the button shows what another tab stored.
    """
    sentences = list((errors or {}).values())
    return page(request, "profile/not_kept.html", status=status, sentences=sentences)


def changed_elsewhere(form: Fields, *, stored: object, new: object) -> bool:
    """Tell whether saving `new` would undo what another tab stored since the page was shown.

    Read `stored` after `candidate_to_change`, which lets changes in one by one.
    """
    return form.one(SEEN) != stamp(stored) and stamp(new) != stamp(stored)


def errors_of(
    error: TalentError, fields: Mapping[str, str], better: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Give what is wrong by the id of the field where it stands.

    Args:
        error: the refusal.
        fields: the id on the page for each field of the draft; "" in it is for what stands at no
            field of its own.
        better: by id, the sentence that helps more than the rule that was broken.
    """
    elsewhere = fields.get("", "")
    if not error.problems:
        return {elsewhere: error.message}
    found = {fields.get(one.where, elsewhere): one.message for one in error.problems}
    return {where: (better or {}).get(where, message) for where, message in found.items()}
