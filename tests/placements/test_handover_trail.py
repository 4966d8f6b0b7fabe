"""Who is handed over can read that: once for each batch, by whoever gave it."""

from sqlmodel import col, select

from accounts.audit import check_trail
from accounts.models import AuditEntry
from foundation.database import reading, writing
from placements.handover import batches_of, make_batch
from placements.handover_trail import people_in
from tests.placements.handing import LATER, a_start, an_outcome, exported
from tests.profiles.worlds import NOW


def noted(engine) -> list[tuple[int | None, str, str]]:
    with reading(engine) as session:
        rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.number)))
        return [(row.candidate_id, row.action, row.actor_role) for row in rows]


def test_a_batch_in_a_folder_is_in_the_trail_of_who_agreed_and_of_nobody_else(engine, tmp_path):
    first, second, _ = a_start(engine)
    exported(engine, tmp_path / "uit")

    given = "overgedragen aan WIJIJ"
    assert noted(engine) == [(one, given, "programma") for one in (None, first, second)]
    with reading(engine) as session:
        assert check_trail(session).broken_at is None


def test_a_later_batch_is_in_the_trail_of_who_is_in_it(engine, tmp_path):
    people = a_start(engine)
    exported(engine, tmp_path / "uit")
    before = len(noted(engine))
    with writing(engine) as session:
        an_outcome(session, people[0], now=LATER)
    exported(engine, tmp_path / "uit", LATER)

    assert [one for one, _, _ in noted(engine)[before:]] == [None]


def test_making_a_batch_gives_it_to_nobody_yet(engine):
    first, second, _ = a_start(engine)
    with writing(engine) as session:
        make_batch(session, chain="", made_by=None, now=NOW)

    assert noted(engine) == []
    with reading(engine) as session:
        batch = batches_of(session, chains=[""])[0]
        assert people_in(session, batch=batch) == [first, second]
