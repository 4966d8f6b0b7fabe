"""What has no place in a standard: counted per field, so that nothing is lost silently."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from placements.handover_lines import BatchLine, csv_lines

HEADER = ("id", "file", "standard", "field", "rows", "why", "in_full")

NO_PLACE = "geen veld in de standaard"
COARSER = "minder precies in de standaard"
SHORTENED = "te lang voor de standaard"
UNKNOWN = "onbekend, en de standaard heeft daar geen woord voor"


@dataclass(frozen=True, slots=True)
class Loss:
    """One field that could not go into one file.

    `in_full` is the whole text of what was shortened: words of the taxonomy, never of a person.
    """

    file: str
    standard: str
    field: str
    why: str = NO_PLACE
    in_full: str = ""


@dataclass(frozen=True, slots=True)
class Losses:
    """The losses of one batch, in how many rows each."""

    counts: Counter[Loss] = field(default_factory=Counter)

    def note(self, file: str, standard: str, values: dict[str, object]) -> None:
        """Count every field that holds something and has no place at all."""
        for name, value in values.items():
            if value not in (None, "", (), [], {}, frozenset()):
                self.counts[Loss(file, standard, name)] += 1

    def lines(self) -> list[BatchLine]:
        """Write losses.csv, in order of file, field and reason."""
        ordered = sorted(self.counts.items(), key=lambda one: _order(one[0]))
        return csv_lines(HEADER, [_row(number, *one) for number, one in enumerate(ordered, 1)])


def _order(loss: Loss) -> tuple[str, ...]:
    return loss.file, loss.standard, loss.field, loss.why, loss.in_full


def _row(number: int, loss: Loss, rows: int) -> Sequence[object]:
    return number, loss.file, loss.standard, loss.field, rows, loss.why, loss.in_full
