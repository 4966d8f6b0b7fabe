"""What goes into one batch: which rows, whose profiles, and of whom WIJIJ must be told to erase.

What a reader of a batch can count on, in every file made from a choice: a line of a `.jsonl` file
is an object with its own `id`; what is about a person holds his public id as `person`, or null;
an outcome names the row it comes after as `previous`, or null. The first column of a `.csv` file
is `id`. The `id` of an outcome is the public id of its row, of a candidate that of the person, and
of a withdrawal that of the person as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from placements.models import HandoverPerson, HandoverRow

# Files whose ids come back in a later batch when something changed; every other id comes once.
OUTCOMES = "outcomes.jsonl"
CANDIDATES = "candidates.jsonl"
VACANCIES = "vacancies.jsonl"
INTRODUCTIONS = "introductions.jsonl"
WITHDRAWALS = "withdrawals.jsonl"


@dataclass(frozen=True, slots=True)
class ChosenPerson:
    """Somebody who agreed to the handover and is new or changed, at one revision of the profile."""

    candidate_id: int
    public_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Choice:
    """All that one batch tells, before a word of it is written.

    `rows` are in order of their number. `people` are in order of candidate; their introductions go
    with them. `withdrawn` took their consent back, left or were erased. `public_ids` names
    everybody who agrees and is with WIJIJ after this batch: an outcome of anybody else carries no
    person. `previous_sha256` is the checksum of the manifest before, empty for the first batch.
    """

    chain: str
    number: int
    rows: tuple[HandoverRow, ...]
    people: tuple[ChosenPerson, ...]
    withdrawn: tuple[HandoverPerson, ...]
    made_at: datetime
    previous_sha256: str = ""
    public_ids: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new to tell."""
        return not (self.rows or self.people or self.withdrawn)
