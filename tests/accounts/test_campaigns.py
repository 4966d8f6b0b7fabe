"""Promises about campaigns: never more places than there are, and nobody's address longer kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from accounts.campaign_invites import (
    INVITE_LASTS,
    MOST_AT_ONCE,
    InviteOver,
    count_waiting,
    invite_people,
    living_invite,
    refuse_invite,
    sweep_invites,
)
from accounts.campaign_places import (
    NotLetIn,
    free_places,
    move_place,
    place_of,
    take_invited_place,
    take_place,
)
from accounts.campaigns import (
    CampaignChange,
    CampaignClosed,
    CampaignDraft,
    CampaignStanding,
    CampaignThere,
    UnknownCampaign,
    campaigns_of,
    change_campaign,
    close_campaign,
    count_campaign,
    find_campaign,
    make_campaign,
)
from accounts.models import (
    Account,
    Campaign,
    CampaignInvite,
    CampaignPlace,
    OutgoingMail,
    Region,
    Role,
)
from accounts.service import open_visitor
from foundation.database import reading, writing
from foundation.entry import validated
from foundation.errors import Conflict, Invalid
from tests.conftest import NOW

S = CampaignStanding
VALUES = {"name": "Zorg 2026", "code": "zorg-2026", "quota": 3, "starts_on": "2026-09-01"}
SITE = "https://talent.example"


def draft(**more: object) -> CampaignDraft:
    return validated(CampaignDraft, {**VALUES, **more})


def change(**more: object) -> CampaignChange:
    values = {key: value for key, value in VALUES.items() if key != "code"}
    return validated(CampaignChange, {**values, **more})


def an_account(session: Session, email: str | None = None, role: Role = Role.CANDIDATE) -> int:
    row = Account(role=role, email=email, created_at=NOW, seen_at=NOW)
    session.add(row)
    session.flush()
    return row.id


@pytest.fixture
def manager(session) -> int:
    session.add_all([Region(id=1, key="leiden", name="Leiden"), Region(id=2, key="x", name="X")])
    session.flush()
    return an_account(session, "manager@talent.example", Role.MANAGER)


@pytest.fixture
def campaign(session, manager) -> Campaign:
    return make_campaign(session, draft=draft(), account_id=manager, scope=None, now=NOW)


def take(session: Session, account: int | None = None, **more) -> CampaignPlace:
    values = {"code": "zorg-2026", "now": NOW, **more}
    account = account or open_visitor(session, now=NOW).id
    return take_place(session, account_id=account, **values).place


def invited(session: Session, campaign: Campaign, text: str, **more):
    return invite_people(session, campaign=campaign, text=text, site=SITE, **{"now": NOW, **more})


def tokens(session: Session) -> list[str]:
    mails = session.exec(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    return [one.text.split("/meedoen/uitnodiging/")[1].split()[0] for one in mails]


# Making and changing


@pytest.mark.parametrize(
    ("wrong", "where", "told"),
    [
        ({"quota": 0}, "quota", "moet minstens 1 zijn"),
        ({"quota": 1_000_001}, "quota", "mag hoogstens 1000000 zijn"),
        ({"ends_on": "2026-08-31"}, "ends_on", "ligt voor de eerste dag, 01-09-2026"),
        ({"starts_on": "morgen"}, "starts_on", "moet een datum zijn"),
        ({"code": "zorg 2026"}, "code", "mag alleen letters, cijfers en streepjes"),
        ({"code": "uitnodiging"}, "code", "kan niet dit woord zijn"),
        ({"code": "-zorg"}, "code", "mag alleen letters, cijfers en streepjes"),
        ({"name": ""}, "name", "mag niet leeg zijn"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_at_its_field(wrong, where, told):
    with pytest.raises(Invalid) as refused:
        draft(**wrong)
    assert [one.where for one in refused.value.problems] == [where]
    assert told in refused.value.problems[0].message


def test_capitals_make_no_difference_in_a_code(session, manager):
    make_campaign(session, draft=draft(code="Zorg-2026"), account_id=manager, scope=None, now=NOW)
    assert take(session, code="ZORG-2026").number == 1


@pytest.mark.parametrize(
    ("more", "where"),
    [({"code": "anders"}, ["name"]), ({"name": "Anders"}, ["code"]), ({}, ["name", "code"])],
)
def test_a_second_campaign_with_the_same_name_or_code_is_told_which(
    session, campaign, manager, more, where
):
    with pytest.raises(CampaignThere) as refused:
        make_campaign(session, draft=draft(**more), account_id=manager, scope=None, now=NOW)
    assert [one.where for one in refused.value.problems] == where


def test_a_manager_sees_and_makes_campaigns_of_his_own_region_alone(session, manager):
    mine, theirs = (
        make_campaign(
            session,
            draft=draft(name=f"R{region}", code=f"code-{region}", region_id=region),
            account_id=manager,
            scope=None,
            now=NOW,
        )
        for region in (1, 2)
    )
    scope = frozenset({1})
    seen = [one.campaign.id for one in campaigns_of(session, scope=scope, now=NOW)]
    assert seen == [mine.id]
    for act in (
        lambda: find_campaign(session, campaign_id=theirs.id, scope=scope),
        lambda: change_campaign(session, campaign_id=theirs.id, draft=change(), scope=scope),
        lambda: close_campaign(session, campaign_id=theirs.id, scope=scope, now=NOW),
    ):
        with pytest.raises(UnknownCampaign):
            act()
    for region in (2, None):
        with pytest.raises(Invalid, match="Kies een regio"):
            other = draft(name="Nieuw", code="nieuw", region_id=region)
            make_campaign(session, draft=other, account_id=manager, scope=scope, now=NOW)


def test_the_quota_goes_up_and_down_but_not_under_what_is_taken(session, campaign):
    for _ in range(2):
        take(session)
    changed = change_campaign(session, campaign_id=campaign.id, draft=change(quota=2), scope=None)
    assert (changed.quota, changed.revision) == (2, 2)
    with pytest.raises(Invalid, match=r"Er zijn al 2 plekken bezet\. Kies 2 of meer\."):
        change_campaign(session, campaign_id=campaign.id, draft=change(quota=1), scope=None)
    with pytest.raises(NotLetIn):
        take(session)
    change_campaign(session, campaign_id=campaign.id, draft=change(quota=3), scope=None)
    assert take(session).number == 3


def test_a_closed_campaign_stays_closed_and_forgets_whom_it_invited(session, campaign):
    take(session)
    invited(session, campaign, "een@voorbeeld.nl")
    [token] = tokens(session)
    for _ in range(2):
        closed = close_campaign(session, campaign_id=campaign.id, scope=None, now=NOW)
    assert (closed.closed_at, closed.revision) == (NOW, 2)
    assert session.exec(select(CampaignInvite.email)).all() == [None]
    found = count_campaign(session, campaign=closed, now=NOW)
    assert (found.taken, found.standing) == (1, S.CLOSED)
    with pytest.raises(CampaignClosed):
        change_campaign(session, campaign_id=campaign.id, draft=change(), scope=None)
    for act in (
        lambda: take(session),
        lambda: take_invited_place(
            session, token=token, account_id=open_visitor(session, now=NOW).id, now=NOW
        ),
    ):
        with pytest.raises(NotLetIn, match="Je kunt ook zonder campagne een profiel maken"):
            act()


# Taking a place


@pytest.mark.parametrize(
    ("days", "more", "standing"),
    [
        (-1, {}, S.NOT_YET),
        (0, {}, S.OPEN),
        (3, {"ends_on": "2026-09-04"}, S.OPEN),
        (4, {"ends_on": "2026-09-04"}, S.OVER),
        (4, {"ends_on": "2026-09-04", "quota": 1}, S.OVER),
        (1, {"quota": 1}, S.FULL),
    ],
)
def test_a_campaign_lets_people_in_from_its_first_to_its_last_day(
    session, manager, days, more, standing
):
    row = make_campaign(session, draft=draft(**more), account_id=manager, scope=None, now=NOW)
    if more.get("quota") == 1:
        take(session)
    when = NOW + timedelta(days=days)
    assert count_campaign(session, campaign=row, now=when).standing is standing
    if standing is S.OPEN:
        assert take(session, now=when).taken_at == when
        return
    with pytest.raises(NotLetIn) as refused:
        take(session, now=when)
    assert refused.value.standing is standing


def test_the_last_day_is_a_day_in_the_netherlands(session, manager):
    last = draft(ends_on="2026-09-04")
    make_campaign(session, draft=last, account_id=manager, scope=None, now=NOW)
    end = NOW.replace(month=9, day=4, hour=22)  # midnight here
    with pytest.raises(NotLetIn):
        take(session, now=end)
    assert take(session, now=end - timedelta(seconds=1)).number == 1


def test_who_has_a_place_keeps_it_in_whatever_campaign(session, campaign, manager):
    make_campaign(
        session, draft=draft(name="B", code="bbb"), account_id=manager, scope=None, now=NOW
    )
    account = an_account(session, "een@voorbeeld.nl")
    first = take(session, account)
    again = take_place(session, code="bbb", account_id=account, now=NOW + timedelta(days=1))
    assert (again.is_new, again.campaign.id, again.place.id) == (False, campaign.id, first.id)
    assert len(session.exec(select(CampaignPlace)).all()) == 1


def test_a_place_is_free_again_when_a_visitor_goes_and_stays_taken_when_somebody_is_erased(
    session, campaign
):
    visitor, saved = open_visitor(session, now=NOW).id, an_account(session, "een@voorbeeld.nl")
    assert [take(session, visitor).number, take(session, saved).number] == [1, 2]
    assert free_places(session, account_ids=[visitor, saved]) == 1
    session.delete(session.get_one(Account, saved))
    session.flush()
    assert count_campaign(session, campaign=campaign, now=NOW).taken == 1
    assert [take(session).number, take(session).number] == [1, 3]
    with pytest.raises(NotLetIn, match="Alle plekken zijn bezet"):
        take(session)


def test_a_place_comes_along_at_a_login_unless_there_is_one(session, campaign):
    visitor, other, known = (open_visitor(session, now=NOW).id for _ in range(3))
    place = take(session, visitor)
    move_place(session, from_account=visitor, to_account=known)
    assert place_of(session, account_id=known) == (place, campaign)
    take(session, other)
    move_place(session, from_account=other, to_account=known)
    assert session.exec(select(CampaignPlace.account_id)).all() == [known]
    move_place(session, from_account=visitor, to_account=other)  # nothing to bring
    assert place_of(session, account_id=other) is None


def test_64_people_at_once_never_get_more_places_than_there_are(engine):
    with writing(engine) as session:
        by = an_account(session, "manager@talent.example", Role.MANAGER)
        make_campaign(session, draft=draft(quota=20), account_id=by, scope=None, now=NOW)

    def come(_number: int) -> int | None:
        try:
            with writing(engine) as session:
                return take(session).number
        except NotLetIn:
            return None

    with ThreadPoolExecutor(64) as crowd:
        got = list(crowd.map(come, range(64)))
    assert sorted(one for one in got if one is not None) == list(range(1, 21))
    with reading(engine) as session:
        assert len(session.exec(select(CampaignPlace)).all()) == 20


def test_the_quota_does_not_fall_under_places_that_are_taken_at_the_same_moment(engine):
    with writing(engine) as session:
        by = an_account(session, "manager@talent.example", Role.MANAGER)
        number = make_campaign(session, draft=draft(quota=8), account_id=by, scope=None, now=NOW).id

    def act(turn: int) -> None:
        try:
            with writing(engine) as session:
                if turn % 2:
                    take(session)
                else:
                    change_campaign(session, campaign_id=number, draft=change(quota=4), scope=None)
        except (NotLetIn, Invalid):
            pass

    with ThreadPoolExecutor(16) as crowd:
        list(crowd.map(act, range(16)))
    with reading(engine) as session:
        taken = len(session.exec(select(CampaignPlace)).all())
        assert taken <= session.get_one(Campaign, number).quota


# Inviting


def test_addresses_are_read_from_lines_and_commas_each_once(session, campaign):
    text = (
        "Een@Voorbeeld.nl, twee@voorbeeld.nl\r\n\n  drie@voorbeeld.nl;een@voorbeeld.nl\n"
        "Zoë de Vries <vier@voorbeeld.nl>,\n"
    )
    found = invited(session, campaign, text)
    assert (found.sent, found.double, found.known) == (4, ("een@voorbeeld.nl",), ())
    mails = session.exec(select(OutgoingMail)).all()
    assert sorted(one.to_address for one in mails) == [
        f"{one}@voorbeeld.nl" for one in ("drie", "een", "twee", "vier")
    ]
    again = invited(session, campaign, "vijf@voorbeeld.nl twee@voorbeeld.nl".replace(" ", "\n"))
    assert (again.sent, again.known) == (1, ("twee@voorbeeld.nl",))
    assert count_waiting(session, campaign_id=campaign.id, now=NOW) == 5


def test_a_mail_of_a_campaign_names_nobody_and_only_a_hash_of_its_link_is_kept(session, campaign):
    invited(session, campaign, "Zoë de Vries <een@voorbeeld.nl>")
    [mail] = session.exec(select(OutgoingMail)).all()
    assert not {"Zoë", "Vries", "een@", campaign.name} & set(mail.text.split())
    [token] = tokens(session)
    kept = session.exec(select(CampaignInvite)).one()
    assert token not in repr(kept)
    assert living_invite(session, token=token, now=NOW).id == kept.id


def test_wrong_addresses_are_told_per_line_and_nobody_is_mailed(session, campaign):
    text = "goed@voorbeeld.nl\njan@, piet@voorbeeld.nl\n\nzoë@voorbeeld.nl\n" + "x" * 300
    with pytest.raises(Invalid, match="Er is nog niets verstuurd") as refused:
        invited(session, campaign, text)
    told = [one.message for one in refused.value.problems]
    assert told[:2] == [
        "regel 2: “jan@” is geen e-mailadres",
        "regel 4: “zoë@voorbeeld.nl” is geen e-mailadres",
    ]
    assert told[2].startswith("regel 5: “xxx")
    assert len(told[2]) < 110
    assert session.exec(select(OutgoingMail)).all() == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  \n , ;", "Plak hier minstens één e-mailadres"),
        (
            "\n".join(f"x{n}@voorbeeld.nl" for n in range(MOST_AT_ONCE + 1)),
            "Dit zijn 1001 adressen",
        ),
        ("\n".join("fout" for _ in range(50)), "Er is nog niets verstuurd"),
        ("een@voorbeeld.nl\x00", "Er is nog niets verstuurd"),
        ("een@voorbeeld.nl\udc80", "Er is nog niets verstuurd"),
    ],
)
def test_nothing_and_too_much_are_refused(session, campaign, text, told):
    with pytest.raises(Invalid, match=told) as refused:
        invited(session, campaign, text)
    assert 1 <= len(refused.value.problems) <= 21


def test_the_link_of_an_invitation_works_once_and_then_the_address_is_gone(session, campaign):
    invited(session, campaign, "een@voorbeeld.nl")
    [token] = tokens(session)
    who = open_visitor(session, now=NOW).id
    assert take_invited_place(session, token=token, account_id=who, now=NOW).is_new
    row = session.exec(select(CampaignInvite)).one()
    assert (row.email, row.used_at) == (None, NOW)
    with pytest.raises(InviteOver, match="al gebruikt of is te oud"):
        take_invited_place(session, token=token, account_id=who, now=NOW)


def test_an_invitation_waits_while_the_campaign_is_full(session, campaign):
    invited(session, campaign, "een@voorbeeld.nl")
    [token] = tokens(session)
    who = open_visitor(session, now=NOW).id
    for _ in range(3):
        take(session)
    with pytest.raises(NotLetIn, match="Alle plekken zijn bezet"):
        take_invited_place(session, token=token, account_id=who, now=NOW)
    change_campaign(session, campaign_id=campaign.id, draft=change(quota=4), scope=None)
    assert take_invited_place(session, token=token, account_id=who, now=NOW).place.number == 4


@pytest.mark.parametrize("wrong", ["", "weet-ik-niet", "é\udc80", "x" * 5000])
def test_a_link_that_is_none_is_told(session, campaign, wrong):
    with pytest.raises(InviteOver):
        living_invite(session, token=wrong, now=NOW)


def test_who_does_not_want_to_be_invited_is_forgotten_at_once(session, campaign):
    invited(session, campaign, "een@voorbeeld.nl")
    [token] = tokens(session)
    refuse_invite(session, token=token, now=NOW)
    assert session.exec(select(CampaignInvite.email)).all() == [None]
    with pytest.raises(InviteOver):
        refuse_invite(session, token=token, now=NOW)


@pytest.mark.parametrize(
    ("more", "days", "kept"),
    [
        ({}, INVITE_LASTS.days - 1, True),
        ({}, INVITE_LASTS.days, False),
        ({"ends_on": "2026-09-04"}, 3, True),
        ({"ends_on": "2026-09-04"}, 4, False),
    ],
)
def test_an_invited_address_goes_when_it_is_too_late_to_come(session, manager, more, days, kept):
    row = make_campaign(session, draft=draft(**more), account_id=manager, scope=None, now=NOW)
    invited(session, row, "een@voorbeeld.nl")
    when = NOW + timedelta(days=days)
    assert sweep_invites(session, now=when) == (not kept)
    session.expire_all()
    assert session.exec(select(CampaignInvite.email)).one() == (
        "een@voorbeeld.nl" if kept else None
    )
    assert sweep_invites(session, now=when) == 0


def test_who_never_came_can_be_invited_anew(session, campaign):
    invited(session, campaign, "een@voorbeeld.nl")
    found = invited(session, campaign, "een@voorbeeld.nl", now=NOW + INVITE_LASTS)
    assert (found.sent, found.known) == (1, ())
    old, new = tokens(session)
    with pytest.raises(InviteOver):
        living_invite(session, token=old, now=NOW + INVITE_LASTS)
    assert living_invite(session, token=new, now=NOW + INVITE_LASTS).email == "een@voorbeeld.nl"


def test_one_link_used_twice_at_once_lets_one_in(engine):
    with writing(engine) as session:
        by = an_account(session, "manager@talent.example", Role.MANAGER)
        row = make_campaign(session, draft=draft(quota=9), account_id=by, scope=None, now=NOW)
        invited(session, row, "een@voorbeeld.nl")
        [token] = tokens(session)

    def come(_number: int) -> bool:
        try:
            with writing(engine) as session:
                who = open_visitor(session, now=NOW).id
                take_invited_place(session, token=token, account_id=who, now=NOW)
                return True
        except (InviteOver, Conflict):
            return False

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(come, range(8))) == 1
    with reading(engine) as session:
        assert len(session.exec(select(CampaignPlace)).all()) == 1
        assert session.exec(select(Campaign.starts_on)).one() == date(2026, 9, 1)
