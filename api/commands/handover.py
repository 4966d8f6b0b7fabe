"""`talent handover`: batches for WIJIJ out, a folder of them checked, receipts in."""

from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from accounts.regions import regions
from api.commands.helping import Commands
from api.commands.opening import AsJson, Database, answer, console, opened, waiting
from api.commands.sheets import content_of
from foundation.checkpoint import let_go_of_old_pages
from foundation.clock import utc_now
from foundation.database import reading, writing
from foundation.errors import Invalid
from placements.handover import Preview, batches_of, preview
from placements.handover_batches import chains_in_use, check_chain
from placements.handover_bundle import files_named, name_of
from placements.handover_folder import Exported, export_again, export_batch, export_lost
from placements.models import HandoverBatch
from placements.receipts import LARGEST_RECEIPT, Receipt, read_receipt, rejections_of
from placements.verify_batches import CannotLook, Report, verify

handover = Commands("De overdracht aan WIJIJ: klaarzetten, controleren, ontvangst lezen.")

Region = Annotated[
    str | None,
    typer.Option("--region", metavar="SLEUTEL", help="Van welke regio; nodig bij meer regio's."),
]
Again = Annotated[
    int | None,
    typer.Option(
        "--again", min=1, max=999_999, metavar="NUMMER", help="Zet deze batch gelijk opnieuw klaar."
    ),
]
Lost = Annotated[
    int | None,
    typer.Option(
        "--lost",
        min=1,
        max=999_999,
        metavar="NUMMER",
        help="Maak deze batch anders: het bestand is nergens.",
    ),
]
SHOWN = 20


@handover.command("export")
def export(
    to: Annotated[Path, typer.Option("--to", metavar="MAP", help="Waar de batch moet komen.")],
    region: Region = None,
    again: Again = None,
    lost: Lost = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Zet de volgende batch klaar, en eerst wat een vorige keer niet af kwam."""
    if again is not None and lost is not None:
        raise Invalid("Kies --again of --lost, niet allebei.")
    done: list[Exported] = []
    with opened(database) as place, waiting("Ik zet de batch klaar."):
        with reading(place.engine) as session:
            chain = _chain(session, region)
        engine, clock = place.engine, utc_now
        if again is not None:
            one = export_again(engine, folder=to, chain=chain, number=again, clock=clock)
            done.append(one)
        elif lost is not None:
            done.append(export_lost(engine, folder=to, chain=chain, number=lost, clock=clock))
        else:
            # What waited is finished first; then comes at most one new batch.
            while not done or done[-1].finished:
                found = export_batch(engine, folder=to, chain=chain, made_by=None, clock=clock)
                if found is None:
                    break
                done.append(found)
    if as_json:
        answer({"batches": [_told_export(one) for one in done]})
    else:
        _tell_export(done)


@handover.command("verify")
def check(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="Een map met batches.")],
    as_json: AsJson = False,
) -> None:
    """Controleer een map met batches, zoals WIJIJ dat doet: alleen met wat in de map staat."""
    try:
        report = verify(folder)
    except CannotLook as error:
        raise Invalid(str(error)) from error
    if as_json:
        answer(
            {
                "inOrder": report.in_order,
                "batches": report.batches,
                "rows": report.rows,
                "problems": report.problems,
            }
        )
    else:
        _tell_report(report)
    if not report.in_order:
        raise typer.Exit(1)


@handover.command("receipt")
def receipt(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="Het bestand van WIJIJ.")],
    region: Region = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Lees wat WIJIJ van een batch aannam en wat niet."""
    content = content_of(file, most=LARGEST_RECEIPT + 1)
    with opened(database) as place:
        try:
            with writing(place.engine) as session:
                read = read_receipt(session, content=content, chain=region, now=utc_now())
                refused = rejections_of(session, batch_id=read.batch.id)
        except Invalid as error:
            for one in error.problems[:SHOWN]:
                console.print(str(one), soft_wrap=True)
            raise
        let_go_of_old_pages(place.engine)
    if as_json:
        rows = [{"file": one.file, "id": one.public_id, "reason": one.reason} for one in refused]
        answer({**_told_receipt(read), "rejections": rows})
        return
    again = " Dit ontvangstbewijs was al gelezen." if read.repeated else ""
    console.print(
        f"Batch {read.batch.number} is ontvangen: {read.accepted} rijen aangenomen, "
        f"{read.rejected} niet.{again}",
        soft_wrap=True,
    )
    for refusal in refused[:SHOWN]:
        console.print(f"  {refusal.file} {refusal.public_id}: {refusal.reason}", soft_wrap=True)
    if len(refused) > SHOWN:
        console.print(f"En nog {len(refused) - SHOWN} andere. Kijk op de pagina Overdracht.")
    if refused:
        console.print("Verbeter deze uitkomsten. Dan gaan ze mee in de volgende batch.")


@handover.command("status")
def status(database: Database = None, as_json: AsJson = False) -> None:
    """Toon wat er wacht en hoe ver elke batch is."""
    with opened(database) as place, reading(place.engine) as session:
        chains = sorted({*chains_in_use(session), *_keys(session)}) or [""]
        waits = [preview(session, chain=one) for one in chains]
        made = batches_of(session, chains=chains)
    if as_json:
        answer(
            {
                "waiting": [_told_preview(one) for one in waits],
                "batches": [_told_batch(one) for one in made],
            }
        )
        return
    for one in waits:
        _tell_preview(one)
    for batch in made[:SHOWN]:
        console.print(f"{_named(batch.chain)} batch {batch.number}: {batch.state.value}.")
    if len(made) > SHOWN:
        console.print(f"En nog {len(made) - SHOWN} eerdere.")


def _chain(session: Session, region: str | None) -> str:
    keys = _keys(session)
    if region is None and len(keys) > 1:
        raise Invalid(f"Kies een regio met --region: {', '.join(keys)}.")
    chain = region if region is not None else "".join(keys)
    check_chain(session, chain=chain)
    return chain


def _keys(session: Session) -> list[str]:
    return sorted(row.key for row in regions(session))


def _named(chain: str) -> str:
    return f"Regio {chain}," if chain else "Hele organisatie,"


def _told_batch(batch: HandoverBatch) -> dict[str, object]:
    return {
        "chain": batch.chain,
        "number": batch.number,
        "state": batch.state.value,
        "madeAt": batch.made_at.isoformat(),
        "rows": _rows(batch),
        "manifestSha256": batch.manifest_sha256,
    }


def _told_export(one: Exported) -> dict[str, object]:
    told = _told_batch(one.batch)
    return {**told, "file": str(one.path), "bytes": one.size, "finished": one.finished}


def _told_receipt(read: Receipt) -> dict[str, object]:
    return {
        **_told_batch(read.batch),
        "accepted": read.accepted,
        "rejected": read.rejected,
        "repeated": read.repeated,
    }


def _told_preview(one: Preview) -> dict[str, object]:
    return {
        "chain": one.chain,
        "rows": one.rows,
        "newPeople": one.new_people,
        "changedPeople": one.changed_people,
        "withdrawals": one.withdrawals,
        "unfinished": one.waiting.number if one.waiting else None,
    }


def _rows(batch: HandoverBatch) -> dict[str, int]:
    return {file["name"]: file["rows"] for file in files_named(batch.manifest)}


def _tell_export(done: list[Exported]) -> None:
    for one in done:
        before = " Een eerdere keer kwam die niet af." if one.finished else ""
        console.print(f"Klaargezet: {one.path}.{before}", soft_wrap=True)
        console.print(f"Controlesom van het manifest: {one.batch.manifest_sha256}", soft_wrap=True)
    if not done:
        console.print("Er is niets nieuws om over te dragen.")


def _tell_report(report: Report) -> None:
    for one in report.problems[:SHOWN]:
        console.print(one, soft_wrap=True)
    if len(report.problems) > SHOWN:
        console.print(f"En nog {len(report.problems) - SHOWN} andere.")
    ended = "In orde" if report.in_order else "Niet in orde"
    batches = "1 batch" if report.batches == 1 else f"{report.batches} batches"
    console.print(f"{ended}. Gelezen: {batches}, {report.rows} rijen.")


def _tell_preview(one: Preview) -> None:
    if one.is_empty and one.waiting is None:
        console.print(f"{_named(one.chain)} er is niets nieuws om over te dragen.")
        return
    console.print(
        f"{_named(one.chain)} in de volgende batch: {one.rows} uitkomsten, "
        f"{one.new_people} nieuwe en {one.changed_people} veranderde profielen, "
        f"{one.withdrawals} keer wissen.",
        soft_wrap=True,
    )
    if one.waiting is not None:
        console.print(f"  {name_of(one.waiting.number)} is gemaakt en moet nog klaargezet worden.")
