"""Two ways to use a page: with a mouse or a finger, and with nothing but a keyboard."""

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 300
HAS_FOCUS = "(one) => one === document.activeElement"


class Hand(Protocol):
    """Whoever uses a page."""

    def press(self, what: Locator) -> None:
        """Use a button or follow a link."""

    def fill(self, what: Locator, text: str) -> None:
        """Type in a field."""

    def tick(self, what: Locator) -> None:
        """Choose a box or a round."""


class Finger:
    """Somebody who sees what he wants and taps it."""

    def press(self, what: Locator) -> None:
        """Tap."""
        what.click()

    def fill(self, what: Locator, text: str) -> None:
        """Tap the field and type."""
        what.fill(text)

    def tick(self, what: Locator) -> None:
        """Tap the box."""
        what.check()


class Keys:
    """Somebody who walks with Tab and chooses with Enter, Space and the arrows."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, what: Locator) -> None:
        """Walk to it and use Enter."""
        self._walk_to(what)
        self._page.keyboard.press("Enter")

    def fill(self, what: Locator, text: str) -> None:
        """Walk to the field and type over what is in it."""
        self._walk_to(what)
        self._page.keyboard.press("ControlOrMeta+A")
        self._page.keyboard.type(text)

    def tick(self, what: Locator) -> None:
        """Walk to the box and use Space; among rounds, use the arrows."""
        if what.get_attribute("type") == "radio":
            self._choose(what)
            return
        self._walk_to(what)
        if not what.is_checked():
            self._page.keyboard.press("Space")
        assert what.is_checked()

    def _choose(self, what: Locator) -> None:
        group = what.locator("xpath=ancestor::fieldset[1]").locator("input[type=radio]")
        self._walk_to(group, any_of_them=True)
        self._page.keyboard.press("Space")
        for _ in range(group.count()):
            if what.is_checked():
                return
            self._page.keyboard.press("ArrowDown")
        assert what.is_checked()

    def _walk_to(self, what: Locator, *, any_of_them: bool = False) -> None:
        what.first.wait_for()
        for _ in range(MOST_TABS):
            if any_of_them and what.evaluate_all("(all) => all.includes(document.activeElement)"):
                return
            if not any_of_them and what.evaluate(HAS_FOCUS):
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"Met Tab is dit niet te bereiken: {what}")
