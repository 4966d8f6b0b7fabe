"""The filter of the list of work, as it stands in the address and in the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from sqlmodel import Session

from api.pages.forms import Fields
from api.pages.own import errors_of
from foundation.entry import validated
from foundation.errors import Invalid
from foundation.terms import WorkKind
from matching.own import WorkFilter
from skills.sectors import check_sectors

# The fields of the filter on the page, by those of the engine; "" is for what stands at no field.
NAMES = {
    "travel_minutes": "reistijd",
    "hours_min": "uren_min",
    "hours_max": "uren_max",
    "kinds": "soort",
    "sectors": "sector",
}
BETTER = {
    "reistijd": "Schrijf de minuten als een heel getal van 1 tot 240. Bijvoorbeeld 30.",
    "uren_min": "Schrijf een heel getal van 1 tot 60. Bijvoorbeeld 24.",
    "uren_max": "Schrijf een heel getal van 1 tot 60, niet lager dan bij “Minstens”.",
    "soort": "Kies uit de lijst.",
    "sector": "Kies uit de lijst.",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The filters as they stand in the form; `address` is that of the list with them."""

    texts: Mapping[str, str]
    kinds: frozenset[str]
    sectors: frozenset[str]
    wanted: WorkFilter
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_use(self) -> bool:
        """Tell whether anything is filtered."""
        return self.wanted != WorkFilter()

    @property
    def address(self) -> str:
        """The address of the list, up to the number of the page."""
        told = [(name, text) for name, text in self.texts.items() if text and not self.errors]
        told += [("soort", one) for one in sorted(self.kinds) if not self.errors]
        told += [("sector", one) for one in sorted(self.sectors) if not self.errors]
        return "/werk?" + urlencode([*told, ("pagina", "")])


def typed_filter(session: Session, asked: Fields) -> Typed:
    """Read the filters; one that cannot be read filters nothing and is explained."""
    texts = {name: asked.one(name) for name in ("reistijd", "uren_min", "uren_max")}
    kinds, keys = frozenset(asked.all("soort")), frozenset(asked.all("sector"))
    try:
        check_sectors(session, keys)
        wanted = validated(
            WorkFilter,
            {
                "travel_minutes": asked.said("reistijd"),
                "hours_min": asked.said("uren_min"),
                "hours_max": asked.said("uren_max"),
                "kinds": kinds,
                "sectors": keys,
            },
        )
    except Invalid as error:
        known = {kind.value for kind in WorkKind}
        errors = errors_of(error, NAMES | {"": "soort" if kinds - known else "sector"}, BETTER)
        return Typed(texts, kinds, keys, WorkFilter(), errors)
    return Typed(texts, kinds, keys, wanted)
