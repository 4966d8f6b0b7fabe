"""`talent reminders`: ask people whose profile is 90 days old whether it is still right."""

from functools import partial

from rich.table import Table

from accounts.mail import post_of
from accounts.outbox import deliver
from api.commands.helping import Commands
from api.commands.opening import AsJson, Bars, Database, answer, console, opened
from api.reminding import remind_everybody
from foundation.clock import utc_now

reminders = Commands("Mensen vragen of hun profiel nog klopt.")


@reminders.command("send")
def send(database: Database = None, as_json: AsJson = False) -> None:
    """Mail iedereen met een profiel van meer dan 90 dagen oud. Niemand krijgt de mail twee keer."""
    with Bars() as bars, opened(database) as place:
        shown = partial(bars.show, "Herinneringen schrijven")
        site = place.settings.address
        found = remind_everybody(place.engine, site=site, now=utc_now(), shown=shown)
        left = deliver(place.engine, post_of(place.settings), clock=utc_now, most=max(1, found.due))
    if as_json:
        problems = [{"candidate": number, "message": why} for number, why in found.refused]
        answer({"due": found.due, "sent": found.posted, "problems": problems})
        return
    console.print(f"Geschreven: {found.posted} van {found.due} herinneringen.")
    if left.later:
        console.print("De mailserver wil nog niet. De mails wachten en gaan vanzelf later weg.")
    if found.refused:
        table = Table("kandidaat", "waarom niet")
        for number, why in found.refused:
            table.add_row(f"K-{number}", why)
        console.print(table)
        console.print("De volgende keer probeert het programma deze mensen opnieuw.")
