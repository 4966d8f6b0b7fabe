"""Somebody who goes from page to page, and finds on each what he is looking for."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Hand


@dataclass(frozen=True)
class Walker:
    """Somebody on his way: the page he sees, how he uses it, and the language he reads."""

    page: Page
    hand: Hand
    say: Callable[[str], str]
    has_script: bool
    address: str
    email: str

    def link(self, words: str) -> Locator:
        return self.page.get_by_role("link", name=self.say(words), exact=True).first

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=self.say(words), exact=True).first

    def field(self, words: str) -> Locator:
        return self.page.get_by_label(self.say(words), exact=True).first

    def follow(self, words: str) -> None:
        self.hand.press(self.link(words))

    def press(self, words: str) -> None:
        self.hand.press(self.button(words))

    def reads(self, words: str, level: int = 1) -> None:
        """See the heading of the page one should have come to."""
        heading = self.page.get_by_role("heading", name=self.say(words), level=level, exact=True)
        expect(heading).to_be_visible()

    def menu(self, words: str) -> None:
        main = self.page.get_by_role("navigation", name=self.say("Hoofdmenu"), exact=True)
        self.hand.press(main.get_by_role("link", name=self.say(words), exact=True))
