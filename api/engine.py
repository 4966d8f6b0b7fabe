"""What is made once and used by every request: the matcher, and the resolvers of typed words."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from sqlmodel import Session

from coaching.stopping import check_matching
from foundation.settings import Settings
from matching.service import Matcher, open_matcher
from skills.resolve import Resolver, occupation_resolver_of, resolver_of
from skills.service import current_taxonomy

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Made]):
    """Something made from one version of the taxonomy."""

    taxonomy_id: int
    made: Made


class _Once(Generic[Made]):
    """Makes something when it is first asked for, and anew when another taxonomy is in use."""

    def __init__(self, make: Callable[[Session], Made]) -> None:
        self._make = make
        self._lock = Lock()
        self._kept: _Kept[Made] | None = None

    def of(self, session: Session) -> Made:
        current = current_taxonomy(session).id
        kept = self._kept
        if kept is not None and kept.taxonomy_id == current:
            return kept.made
        with self._lock:  # the others wait: making it twice takes longer than waiting
            if self._kept is None or self._kept.taxonomy_id != current:
                self._kept = _Kept(current, self._make(session))
            return self._kept.made


class Engines:
    """The matcher and the resolvers of one application; safe to ask from several threads.

    Every method raises `NoTaxonomy` when none is loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._matcher = _Once(lambda session: open_matcher(session, settings))
        self._skills = _Once(resolver_of)
        self._occupations = _Once(occupation_resolver_of)

    def matcher(self, session: Session) -> Matcher:
        """Give the matcher of the current taxonomy, unless the comparing is stopped.

        Whoever compares gets the matcher here, in the transaction of the result, so nobody gets
        around the stop.

        Raises:
            MatchingStopped: the administrator stopped it.
        """
        check_matching(session)
        return self._matcher.of(session)

    def skills(self, session: Session) -> Resolver:
        """Give what turns typed words into skills."""
        return self._skills.of(session)

    def occupations(self, session: Session) -> Resolver:
        """Give what turns typed words into occupations."""
        return self._occupations.of(session)

    def warm(self, session: Session) -> None:
        """Make everything now, so that the first visitor does not wait."""
        matcher = self._matcher.of(session)
        matcher.talent.follow(session)
        matcher.work.follow(session)
        matcher.crowd.follow(session)
        for one in (self._skills, self._occupations):
            one.of(session)
