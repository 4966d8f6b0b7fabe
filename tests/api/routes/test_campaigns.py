"""Promises of the API about campaigns: the same as the pages, once per key, nothing undone."""

import pytest
from sqlmodel import select

from accounts.models import (
    Account,
    Campaign,
    CampaignInvite,
    CampaignPlace,
    OutgoingMail,
    Region,
    Role,
)
from foundation.database import reading, writing

BODY = {"name": "Zorg", "code": "zorg-2026", "quota": 2, "starts_on": "2026-09-01"}
CHANGE = {key: value for key, value in BODY.items() if key != "code"}


@pytest.fixture
def manager(site):
    return site.staff(Role.MANAGER)


def rows(site, model) -> list:
    with reading(site.engine) as session:
        return list(session.exec(select(model)))


def problems(answer) -> list[tuple[str, str]]:
    return [(one["where"], one["message"]) for one in answer.json()["problems"]]


def test_a_campaign_is_made_once_per_key(site, manager):
    first, again = (
        manager.post("/v1/campaigns", BODY, **{"Idempotency-Key": "een"}) for _ in range(2)
    )
    assert first.status_code == 201
    assert first.content == again.content
    assert first.json() == {
        "id": first.json()["id"],
        "name": "Zorg",
        "code": "zorg-2026",
        "link": "https://testserver/meedoen/zorg-2026",
        "region": None,
        "quota": 2,
        "taken": 0,
        "waiting": 0,
        "starts_on": "2026-09-01",
        "ends_on": None,
        "closed_at": None,
        "standing": "open",
    }
    one = manager.get(f"/v1/campaigns/{first.json()['id']}")
    assert one.headers["etag"] == first.headers["etag"]
    assert manager.get("/v1/campaigns").json() == {"items": [one.json()]}
    assert len(rows(site, Campaign)) == 1


def test_everything_wrong_in_a_campaign_is_told_at_once(manager):
    body = {"name": "", "code": "zorg 26", "quota": 0, "starts_on": "x", "region": "nergens"}
    answer = manager.post("/v1/campaigns", body)
    assert answer.status_code == 400
    assert [where for where, _ in problems(answer)] == [
        "body.name",
        "body.quota",
        "body.starts_on",
        "body.code",
    ]
    unknown = manager.post("/v1/campaigns", {**BODY, "region": "nergens"})
    assert (unknown.status_code, problems(unknown)) == (
        400,
        [("body.region", "kennen we niet; kies een regio")],
    )


def test_a_manager_of_a_region_makes_and_sees_campaigns_of_it_alone(site, manager):
    elsewhere = manager.post("/v1/campaigns", BODY).json()["id"]
    with writing(site.engine) as session:
        session.add_all([Region(id=1, key="leiden", name="Leiden")])
        session.flush()
        session.get_one(Account, int(manager.candidate)).region_id = 1
    assert manager.get("/v1/campaigns").json() == {"items": []}
    assert manager.get(f"/v1/campaigns/{elsewhere}").status_code == 404
    assert manager.put(f"/v1/campaigns/{elsewhere}", CHANGE).status_code == 404
    other = {**BODY, "name": "B", "code": "bbb"}
    assert manager.post("/v1/campaigns", other).status_code == 400
    made = manager.post("/v1/campaigns", {**other, "region": "leiden"})
    assert (made.status_code, made.json()["region"]) == (201, "leiden")


def test_a_change_goes_through_on_the_etag_of_now_alone(manager):
    made = manager.post("/v1/campaigns", BODY)
    path, tag = f"/v1/campaigns/{made.json()['id']}", made.headers["etag"]
    changed = manager.put(path, {**CHANGE, "quota": 600}, **{"If-Match": tag})
    assert (changed.status_code, changed.json()["quota"]) == (200, 600)
    assert manager.put(path, CHANGE, **{"If-Match": tag}).status_code == 412
    assert manager.get(path).json()["quota"] == 600


def test_the_quota_stays_above_what_is_taken(site, manager):
    path = f"/v1/campaigns/{manager.post('/v1/campaigns', BODY).json()['id']}"
    for _ in range(2):
        site.anybody().post("/v1/campaign-places", {"code": "zorg-2026"})
    answer = manager.put(path, {**CHANGE, "quota": 1})
    assert answer.status_code == 400
    assert "Er zijn al 2 plekken bezet" in answer.json()["title"]


def test_invitations_are_mailed_once_and_wrong_ones_told_per_line(site, manager):
    path = f"/v1/campaigns/{manager.post('/v1/campaigns', BODY).json()['id']}/invitations"
    wrong = manager.post(path, {"addresses": ["een@voorbeeld.nl", "jan@"]})
    assert wrong.status_code == 400
    assert problems(wrong)[0][1] == "regel 2: “jan@” is geen e-mailadres"
    assert rows(site, OutgoingMail) == []
    body = {"addresses": ["een@voorbeeld.nl", "Een@voorbeeld.nl", "twee@voorbeeld.nl"]}
    for _ in range(2):
        sent = manager.post(path, body, **{"Idempotency-Key": "nu"})
        assert sent.json() == {"sent": 2, "double": ["een@voorbeeld.nl"], "known": []}
    assert len(rows(site, OutgoingMail)) == 2


def test_closing_is_for_good_and_forgets_who_was_invited(site, manager):
    path = f"/v1/campaigns/{manager.post('/v1/campaigns', BODY).json()['id']}"
    manager.post(f"{path}/invitations", {"addresses": ["een@voorbeeld.nl"]})
    assert manager.client.delete(path).status_code == 204
    assert manager.get(path).json()["standing"] == "gesloten"
    assert [one.email for one in rows(site, CampaignInvite)] == [None]
    assert manager.put(path, CHANGE).status_code == 409
    joining = site.anybody().post("/v1/campaign-places", {"code": "zorg-2026"})
    assert joining.status_code == 409
    assert "Je kunt ook zonder campagne een profiel maken." in joining.json()["title"]


def test_anybody_joins_and_gets_a_token_for_this_visit(site, manager):
    manager.post("/v1/campaigns", BODY)
    joined = site.anybody().post("/v1/campaign-places", {"code": "ZORG-2026"})
    assert joined.status_code == 201
    told = joined.json()
    assert (told["campaign"], told["code"], told["is_new"]) == ("Zorg", "zorg-2026", True)
    again = site.anybody(told["token"]).post("/v1/campaign-places", {"code": "zorg-2026"})
    assert again.json() == {
        "campaign": "Zorg",
        "code": "zorg-2026",
        "is_new": False,
        "token": None,
    }
    assert len(rows(site, CampaignPlace)) == 1


def test_an_invitation_is_used_once(site, manager):
    path = f"/v1/campaigns/{manager.post('/v1/campaigns', BODY).json()['id']}/invitations"
    manager.post(path, {"addresses": ["een@voorbeeld.nl"]})
    [mail] = rows(site, OutgoingMail)
    token = mail.text.split("/meedoen/uitnodiging/")[1].split()[0]
    body = {"invitation": token}
    assert site.anybody().post("/v1/campaign-places", body).status_code == 201
    assert site.anybody().post("/v1/campaign-places", body).status_code == 404
    assert [one.email for one in rows(site, CampaignInvite)] == [None]


@pytest.mark.parametrize("body", [{}, {"code": "a", "invitation": "b"}, {"code": ""}])
def test_joining_takes_a_code_or_an_invitation(site, body):
    assert site.anybody().post("/v1/campaign-places", body).status_code == 400


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.MANAGER])
def test_nobody_else_runs_campaigns(site, role):
    program = site.known() if role is Role.CANDIDATE else site.staff(role)
    assert program.get("/v1/campaigns").status_code == 403
    assert program.post("/v1/campaigns", BODY).status_code == 403
