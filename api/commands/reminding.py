"""`talent reminders`: ask people whose profile is 90 days old whether it is still right."""

from collections.abc import Iterable

from rich.table import Table
from sqlalchemy import Engine

from accounts.letters import reminder_letter
from accounts.mail import Post, post_of
from api.commands.helping import Commands
from api.commands.opening import AsJson, Bars, Database, Opened, answer, console, opened
from foundation.clock import utc_now
from foundation.database import reading, writing
from foundation.errors import TalentError
from profiles.freshness import Due, due_for_reminder, note_not_reminded, note_reminded

reminders = Commands("Mensen vragen of hun profiel nog klopt.")

# Where somebody sees the profile, confirms it, pauses or stops.
PAGE = "/profiel"


@reminders.command("send")
def send(database: Database = None, as_json: AsJson = False) -> None:
    """Mail iedereen met een profiel van meer dan 90 dagen oud. Niemand krijgt de mail twee keer."""
    with Bars() as bars, opened(database) as place:
        with reading(place.engine) as session:
            due = due_for_reminder(session, now=utc_now())
        refused = [*_send(place, due, bars)]
    sent = len(due) - len(refused)
    if as_json:
        problems = [{"candidate": number, "message": why} for number, why in refused]
        answer({"due": len(due), "sent": sent, "problems": problems})
        return
    console.print(f"Verstuurd: {sent} van {len(due)} herinneringen.")
    if refused:
        table = Table("kandidaat", "waarom niet")
        for number, why in refused:
            table.add_row(f"K-{number}", why)
        console.print(table)
        console.print("De volgende keer probeert het programma deze mensen opnieuw.")


def _send(place: Opened, due: Iterable[Due], bars: Bars) -> Iterable[tuple[int, str]]:
    """Send one mail after the other; give who did not get theirs, and why."""
    people = list(due)
    post = post_of(place.settings)
    link = f"{place.settings.address}{PAGE}"
    for number, one in enumerate(people, start=1):
        why = _remind(place.engine, post, one, link)
        if why is not None:
            yield one.candidate_id, why
        bars.show("Herinneringen versturen", number, len(people))


def _remind(engine: Engine, post: Post, one: Due, link: str) -> str | None:
    """Claim, send, and give the claim back when the mail could not leave.

    The claim is committed before the mail leaves: a crash in between costs a mail, and never sends
    one twice. Who was claimed by another run in the meantime counts as reminded.
    """
    with writing(engine) as session:
        claimed = note_reminded(session, candidate_id=one.candidate_id, now=utc_now())
    if not claimed:
        return None
    try:
        post.send(reminder_letter(one.address, link=link, language=one.language))
    except TalentError as error:
        with writing(engine) as session:
            note_not_reminded(session, candidate_id=one.candidate_id)
        return error.message
    return None
