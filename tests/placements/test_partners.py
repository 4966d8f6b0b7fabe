"""Promises about partners: the list the administrator keeps, and how long each takes to reply."""

from datetime import timedelta

import pytest

from accounts.models import Region
from accounts.regions import UnknownRegion
from foundation.entry import validated
from foundation.errors import Invalid
from placements.drafts import PartnerDraft, ReplyDraft
from placements.models import EndReason, OutcomeKind
from placements.outcomes import note_reply
from placements.partners import (
    FIRST_PARTNERS,
    NO_DELAY,
    Delay,
    PartnerAlreadyThere,
    PartnerChanged,
    UnknownPartner,
    add_first_partners,
    add_partner,
    change_partner,
    delays,
    find_partner,
    partners,
    partners_for,
)
from tests.coaching.introducing import a_region
from tests.placements.placing import a_partner, corrected, days_ago, drafted, ended, logged
from tests.profiles.worlds import NOW


def test_a_name_stands_on_the_list_once(session):
    a_partner(session)
    with pytest.raises(PartnerAlreadyThere):
        a_partner(session)
    session.rollback()


def test_a_change_is_made_on_what_was_seen(session):
    row = a_partner(session)
    draft = PartnerDraft(name="Loket", does="Helpt", email="loket@talent.example", active=False)
    changed = change_partner(session, partner_id=row.id, draft=draft, seen=1)
    assert (changed.name, changed.active, changed.revision) == ("Loket", False, 2)
    with pytest.raises(PartnerChanged):
        change_partner(session, partner_id=row.id, draft=draft, seen=1)
    assert change_partner(session, partner_id=row.id, draft=draft, seen=None).revision == 3


def test_what_is_not_there_is_told(session):
    with pytest.raises(UnknownPartner):
        find_partner(session, partner_id=9)
    with pytest.raises(UnknownRegion):
        add_partner(session, draft=PartnerDraft(name="Ver", region_id=9))


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "x" * 121}, {"name": "x", "email": "x"}])
def test_a_partner_has_a_name_and_perhaps_an_address(values):
    with pytest.raises(Invalid):
        validated(PartnerDraft, values)


def test_a_coach_chooses_from_who_takes_part_in_the_own_region(session):
    session.add_all([Region(id=1, key="een", name="Een"), Region(id=2, key="twee", name="Twee")])
    session.add(Region(id=3, key="binnen", name="Binnen", parent_id=1))
    session.flush()
    a_partner(session, "Overal")
    a_partner(session, "Binnen een", region_id=3)
    a_partner(session, "In twee", region_id=2)
    a_partner(session, "Weg", active=False)
    assert [row.name for row in partners_for(session, region_id=1)] == ["Binnen een", "Overal"]
    assert [row.name for row in partners_for(session, region_id=None)] == [
        "Binnen een", "In twee", "Overal",
    ]  # fmt: skip
    assert [row.name for row in partners(session)][-1] == "Weg"


def test_the_first_partners_are_put_on_the_list_once(session):
    a_partner(session, "Care2Care", does="Anders gezegd")
    assert len(add_first_partners(session)) == len(FIRST_PARTNERS) == 5
    add_first_partners(session)
    assert len(partners(session)) == 5
    assert next(row for row in partners(session) if row.name == "Care2Care").does == "Anders gezegd"


def test_the_delay_is_the_mean_of_the_days_to_a_reply(session):
    region = a_region(session, people=1)
    one, other = a_partner(session, "Een"), a_partner(session, "Twee")
    assert delays(session) == {}

    def referred(days: int, replied: int | None):
        draft = drafted(OutcomeKind.PARTNER_REFERRAL, days_ago(days), partner_id=one.id)
        row = logged(session, region, draft)
        if replied is not None:
            note_reply(
                session, outcome_id=row.id, coach_id=region.coach, seen=None, now=NOW,
                draft=ReplyDraft(answered_on=days_ago(days) + timedelta(days=replied)),
            )  # fmt: skip
        return row

    referred(40, 0)
    referred(40, 7)
    wrong = referred(40, 30)
    corrected(session, region, wrong)  # a mistake counts for nothing
    referred(5, None)
    ended(session, region, referred(9, None), EndReason.NOT_TAKEN_OVER)  # nobody waits for it
    assert delays(session) == {one.id: Delay(days=4, replies=2, open=1)}
    assert delays(session).get(other.id, NO_DELAY).days is None
