"""A shop's table of stock, and join judges over it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from judges import (
    Candidate,
    Query,
    Verdict,
)
from judges.join import Join

EU = Query(context={"region": "EU"})
WHERE = 'row.status == "active" && row.stock > 0 && row.region == ctx.region'
OPTIONS: dict[str, Any] = {
    "use": "join", "table": "stock", "key": {"column": "sku", "field": "sku"},
    "columns": {"status": "string", "stock": "int", "region": "string"},
    "where": WHERE, "covers": ["recency"],
}  # fmt: skip
TABLE = "create table stock (sku varchar(40), region text, status text, stock integer)"


class Database(NamedTuple):
    url: str
    run: Callable[..., None]
    """Runs one statement, with any parameters' rows."""


def verdicts(judge: Join, *records: Mapping[str, Any], query: Query = EU) -> list[Verdict]:
    return list(judge.judge(query, [Candidate(str(n), each) for n, each in enumerate(records)]))


def outcomes(judge: Join, *skus: Any) -> list[tuple[str, str]]:
    found = verdicts(judge, *({"sku": sku} for sku in skus))
    return [(str(one.outcome), one.reason) for one in found]
