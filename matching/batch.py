"""The whole pool for every vacancy, one after the other."""

from collections.abc import Iterator, Mapping, Sequence

from matching.index import Query, Snapshot
from matching.model import SkillModel
from matching.rank import Ranked, rank_pool
from matching.reference import Asking
from matching.ties import tie_key


def rank_everything(
    model: SkillModel,
    pool: Snapshot,
    vacancies: Mapping[int, Sequence[Asking]],
    *,
    most: int,
) -> Iterator[tuple[int, Ranked]]:
    """Rank the pool for each vacancy, in order of id: (vacancy, its first `most`).

    Limits are not looked at here; see `matching.service.people_for` for one vacancy in full.
    """
    key = tie_key(model.version)
    for vacancy in sorted(vacancies):
        query = Query.of(model, vacancies[vacancy])
        yield vacancy, rank_pool(pool, query, vacancy=vacancy, key=key, most=most)
