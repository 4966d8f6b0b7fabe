"""Invites staff by command: the first administrator has nobody who could do it on a page."""

from typing import Annotated

import typer

from accounts.invitations import INVITATION_LASTS
from accounts.models import Role
from accounts.permissions import Viewer
from accounts.service import AccountDraft
from api.commands.helping import Commands
from api.commands.opening import Database, console, opened
from api.inviting import invite_in
from foundation.clock import utc_now
from foundation.database import writing
from foundation.entry import validated

accounts = Commands("Accounts van medewerkers en werkgevers.")


@accounts.command("invite")
def invite(
    role: Annotated[
        str,
        typer.Argument(
            metavar="ROL",
            help="werkgever, loopbaancoach, programmamanager of beheerder.",
        ),
    ],
    name: Annotated[str, typer.Argument(metavar="NAAM", help="De naam van de persoon.")],
    email: Annotated[str, typer.Argument(metavar="ADRES", help="Het e-mailadres.")],
    kvk: Annotated[
        str, typer.Option("--kvk", metavar="NUMMER", help="Het bedrijf van een werkgever.")
    ] = "",
    database: Database = None,
) -> None:
    """Open een account en toon de link om een wachtwoord te kiezen; ook als dat vergeten is."""
    draft = validated(AccountDraft, {"role": role, "name": name, "email": email})
    with opened(database) as place, writing(place.engine) as session:
        invited = invite_in(session, draft=draft, kvk=kvk, by=Viewer(), now=utc_now())
    console.print(f"Geef deze link aan {Role(draft.role).value} {draft.name}:")
    console.print(f"{place.settings.address}/uitnodiging/{invited.link_token}", soft_wrap=True)
    console.print(f"De link werkt {INVITATION_LASTS.days} dagen, en één keer.")
