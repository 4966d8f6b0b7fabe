"""The promise of a campaign: a link is all one needs, also without script and without a name."""

import re

import pytest
from playwright.sync_api import expect

from accounts.mail import mails_in
from accounts.models import Role
from tests.browser.hands import Finger
from tests.browser.measuring import LAYOUT, ORDER, hosts
from tests.browser.region import ANONYMOUS
from tests.browser.walking import Walker

INVITED = "wandelaar@voorbeeld.example"
LINK = re.compile(r"https?://\S+/meedoen/uitnodiging/\S+")


@pytest.fixture
def somebody(region, page_at):
    """Gives somebody of a role a telephone that runs no script."""

    def make(role):
        page = page_at(360, js=False, base_url=region.address)
        page.set_default_timeout(15_000)
        page.context.add_cookies(region.cookies(role))
        return Walker(page, Finger(), str, False, region.address, "")

    return make


def good(one):
    assert one.page.evaluate(ORDER, "nl") == []
    assert one.page.evaluate(LAYOUT) == []


def places(region, manager):
    """Read how many places of the campaign are taken."""
    manager.page.goto(region.address_of(Role.MANAGER, "/programma/campagnes/{campaignId}"))
    good(manager)
    told = manager.page.locator("main .lead").inner_text()
    return int(re.findall(r"\d+", told)[0])


def join(one):
    """Take a place, and be at one's own empty profile."""
    good(one)
    one.press("Doe mee")
    expect(one.page.locator("main")).to_contain_text("Je hebt een plek.")
    good(one)
    one.follow("Ga naar mijn profiel")
    one.reads("Begin met wat je kunt")
    one.press("Zoek vaardigheden")
    one.reads("Wat kun je?")


def test_the_link_of_a_campaign_gives_a_place_and_a_profile(somebody, seen, region):
    manager, one = somebody(Role.MANAGER), somebody(ANONYMOUS)
    before = places(region, manager)
    one.page.goto(region.address_of(ANONYMOUS, "/meedoen/{code}"))
    one.reads("Doe mee met “Zorg en techniek in de regio”")
    join(one)
    assert places(region, manager) == before + 1
    assert hosts(seen.requests) == {region.address.removeprefix("http://")}
    assert seen.errors == []


def mailed(region, manager):
    """Wait until the invitation is there; it is sent after the answer."""
    for _ in range(100):
        found = [one.text for one in mails_in(region.folder) if one.to == INVITED]
        if found:
            return LINK.search(found[0])[0]
        manager.page.wait_for_timeout(100)
    raise AssertionError("Er kwam geen mail.")


def test_who_is_invited_by_mail_joins_once(somebody, seen, region):
    manager, one, other = somebody(Role.MANAGER), somebody(ANONYMOUS), somebody(ANONYMOUS)
    before = places(region, manager)
    manager.hand.fill(manager.field("E-mailadressen"), INVITED)
    manager.press("Stuur de uitnodigingen")
    good(manager)
    link = mailed(region, manager)
    one.page.goto(link)
    join(one)
    other.page.goto(link)
    good(other)
    expect(other.page.get_by_role("button", name="Doe mee", exact=True)).to_have_count(0)
    assert places(region, manager) == before + 1
