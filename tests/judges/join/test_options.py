"""Options of the join judge: what is refused when a config is loaded."""

from collections.abc import Callable
from typing import Any

import pytest
from join_samples import outcomes

from judges import (
    ExpressionError,
    FactError,
    JudgeConfigError,
)
from judges.join import Join


def test_passwords_come_from_the_environment(
    server: str, join: Callable[..., Join], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "p@ss/w:rd?#%41")
    judge = join(f"postgresql://postgres:${{SHOP_PASSWORD}}@/postgres?host={server}")
    assert judge._rows._engine.url.password == "p@ss/w:rd?#%41"  # noqa: S105
    assert "p@ss" not in repr(judge.options)
    monkeypatch.setenv("SHOP", f"postgresql://postgres@/postgres?host={server}")
    with pytest.raises(JudgeConfigError, match="no table 'nothing'"):
        outcomes(join("${SHOP}", table="nothing"), "A")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"url": "postgresql://u:${NO_SUCH}@h/d"}, JudgeConfigError, r"\$\{NO_SUCH\} is not set"),
        ({"url": "sqlite:///${}"}, JudgeConfigError, r"found \$\{\}, expected \$\{NAME\}"),
        ({"url": "stock.db"}, JudgeConfigError, r"\.url: not the URL of a database"),
        ({"url": "mysql://h/d"}, JudgeConfigError, "found a mysql database, expected sqlite or"),
        ({"url": "sqlite://"}, JudgeConfigError, "expected sqlite:///FILE"),
        ({"url": ""}, JudgeConfigError, r"judges\.stock\.url: "),
        ({"covers": None}, JudgeConfigError, r"judges\.stock\.covers: missing"),
        ({"covers": ["permission"]}, JudgeConfigError, "cannot vouch for permission"),
        ({"covers": ["identity"]}, JudgeConfigError, "identity needs a condition over row.NAME"),
        ({"where": "row.stokc > 0"}, ExpressionError, r"'row\.stokc' is not declared.*row\.stock"),
        ({"where": "row.stock + 1"}, ExpressionError, "gives int, expected bool"),
        ({"where": "record.stock > 0"}, JudgeConfigError, r"mentions no column, expected row\.NA"),
        ({"key": {"column": "a", "field": "colour"}}, FactError, "no declared field 'colour'"),
        ({"key": {"column": "a", "field": "price"}}, JudgeConfigError, "declared double, expected"),
        ({"columns": {"in stock": "int"}}, JudgeConfigError, r"judges\.stock\.columns"),
        ({"table": "a.b.c"}, JudgeConfigError, r"judges\.stock\.table"),
    ],
)
def test_wrong_options_are_refused_at_load(
    join: Callable[..., Join], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        join(**{"url": "sqlite:///s.db", **options})
    assert "\n" not in str(caught.value)
