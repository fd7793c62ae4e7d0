"""A config is refused, with the place and the reason, before it can answer anything."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges import Truth
from router.config import Config, build_config, load_config, parse_yaml
from router.errors import ConfigError

WHOLE = """\
name: groceries
spaces: [lite]
fanout: {k: 50, widen: [200, all]}
stop: limit
limit: 5
truth: [permission, identity, recency]
judges:
  access:   {use: access}
  sellable:
    use: metadata
    covers: [recency]
    where: 'record.lifecycle == "active" && ctx.region in record.regions'
  gtin:     {use: barcode, field: gtin}
  label:    {use: printed, brand: brand, words: printed}
graph:
  start: access
  edges:
    - {from: access,   when: confirm, to: sellable}
    - {from: sellable, when: confirm, to: gtin}
    - {from: gtin,     when: confirm, to: return}
    - {from: gtin,     when: abstain, to: label}
    - {from: label,    when: confirm, to: return}
rank: [-record.stock, record.price]
"""


def build(text: str) -> Config:
    return build_config(parse_yaml(text, "c.yaml"))


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        build(text)
    message = str(caught.value)
    assert all(line.startswith("c.yaml") for line in message.splitlines()), message
    return message


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def test_the_whole_example_builds() -> None:
    config = build(WHOLE)
    assert config.proof.order[0] == "access"
    assert config.readers == {"barcode", "words"}
    assert {"gtin", "lifecycle", "regions", "stock", "price", "brand", "printed"} <= (
        config.record_fields
    )
    assert [lookup.field for lookup in config.lookups] == ["gtin"]
    assert set(config.spec.truth) == {Truth.PERMISSION, Truth.IDENTITY, Truth.RECENCY}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{from: gtin,     when: confirm, to: return}", "{from: gtin, when: reject, to: return}",
         ["gtin", "reject", "return", "confirm"]),
        ("{from: gtin,     when: abstain, to: label}", "{from: sellable, when: abstain, to: label}",
         ["recency", "access", "sellable", "label", "return"]),
        ("{from: sellable, when: confirm, to: gtin}", "{from: sellable, when: confirm, to: return}",
         ["identity", "access", "sellable", "return"]),
        ("{from: gtin,     when: abstain, to: label}", "{from: gtin, when: abstain, to: access}",
         ["cycle", "access", "gtin"]),
        ("    - {from: gtin,     when: abstain, to: label}\n", "", ["label", "reach"]),
        ("when: abstain", "when: maybe", ["maybe", "abstain"]),
        ("to: label}", "to: lable}", ["lable", "label"]),
        ("start: access", "start: acess", ["acess", "access"]),
        ("record.lifecycle", "record.lifecyle", ["lifecyle", "lifecycle"]),
        ("ctx.region", "ctx.regoin", ["regoin", "region"]),
        ('== "active"', "== 3", ["sellable"]),
        ("ctx.region in record.regions", "record.stock", ["sellable"]),
        ("truth: [permission, identity, recency]", "truth: [identity, recency]", ["permission"]),
        ("truth: [permission, identity, recency]", "truth: [permission, resemblance]",
         ["resemblance"]),
        ("truth: [permission, identity, recency]", "truth: [permission, identity, quantum]",
         ["quantum", "quantity"]),
        ("use: barcode", "use: barcod", ["barcod", "barcode", "printed"]),
        ("field: gtin", "filed: gtin", ["filed", "field"]),
        ("field: gtin", "field: gtn", ["gtn", "gtin"]),
        ("words: printed", "words: printd", ["printd", "printed"]),
        ("use: access}", "use: access, covers: [identity]}", ["access", "identity"]),
        ("    covers: [recency]\n", "", ["sellable", "covers"]),
        ("limit: 5", "limit: five", ["limit", "five"]),
        ("limit: 5", "limits: 5", ["limits", "limit", "fanout"]),
        ("k: 50", "k: 0", ["fanout.k", "0"]),
        ("k: 50", "kk: 50", ["kk", "widen"]),
        ("widen: [200, all]", "widen: [20, all]", ["widen", "20"]),
        ("widen: [200, all]", "widen: [all, 200]", ["widen", "last"]),
        ("rank: [-record.stock", "rank: [-record.stok", ["rank", "stok", "stock"]),
        ("stop: limit", "stop: never", ["stop", "never", "exhaust"]),
        ("name: groceries\n", "", ["name", "required"]),
        ("limit: 5", "limit: 5\nlimit: 6", ["duplicate", "limit", "line 5"]),
        ("  access:   {use: access}", "  access:   {use: access}\n  access: {use: access}",
         ["duplicate", "access"]),
        ("name: groceries", "name: &n groceries", []),
        ("name: groceries", "name: {a: &n 1, b: *n}", ["alias"]),
    ],
)  # fmt: skip
def test_refused(old: str, new: str, says: list[str]) -> None:
    assert WHOLE.count(old) >= 1
    text = WHOLE.replace(old, new, 1)
    if not says:
        build(text)
        return
    message = refusal(text)
    for word in says:
        assert word in message, message


def test_the_message_names_the_line() -> None:
    text = WHOLE.replace("filed", "field").replace("field: gtin", "filed: gtin")
    line = line_of(text, "filed")
    assert refusal(text).startswith(f"c.yaml:{line}: judges.gtin.filed: ")
    text = WHOLE.replace("k: 50", "k: many")
    assert refusal(text).startswith("c.yaml:3: fanout.k: found 'many'")


def test_the_escaping_path_is_shown() -> None:
    text = WHOLE.replace(
        "{from: sellable, when: confirm, to: gtin}", "{from: sellable, when: confirm, to: return}"
    )
    message = refusal(text)
    path = next(line for line in message.splitlines() if "identity" in line)
    assert path.index("access") < path.index("sellable") < path.rindex("return")


def test_public_needs_no_permission_judge() -> None:
    text = (
        WHOLE.replace("truth: [permission, identity, recency]", "truth: [identity, recency]")
        .replace("limit: 5", "limit: 5\npublic: true")
        .replace("  access:   {use: access}\n", "")
        .replace("    - {from: access,   when: confirm, to: sellable}\n", "")
        .replace("start: access", "start: sellable")
    )
    assert build(text).spec.public


def test_own_fields_are_declared_in_the_config() -> None:
    text = WHOLE.replace("record.stock", "record.shelf_life")
    assert "shelf_life" in refusal(text)
    assert build(text + "record: {shelf_life: int}\n").record_fields >= {"shelf_life"}
    assert "record.shelf_life" in refusal(text + "record: {shelf_life: integer}\n")


@pytest.mark.parametrize(
    "text",
    ["", "- a\n- b\n", "name: [unclosed\n", "name: x\n\tjudges: {}\n", "a: 1\n---\nb: 2\n", "]",
     "name: !!python/object/apply:os.system ['true']\n", "? [a, b]\n: 1\n", "x: " + "[" * 5000,
     "\x00", "name: 'half", "&a [*a]", "1: 2\n"],
)  # fmt: skip
def test_half_a_yaml_is_one_line(text: str) -> None:
    message = refusal(text)
    assert len(message.splitlines()) <= 10


def test_every_prefix_of_a_config_is_refused_or_builds() -> None:
    for end in range(0, len(WHOLE), 37):
        with suppress(ConfigError):
            build(WHOLE[:end])


@given(st.text(max_size=200))
def test_any_text_is_refused_cleanly(text: str) -> None:
    with pytest.raises(ConfigError):
        build(text)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "absent.yaml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("name: Kräm\n".encode("latin-1"))
    with pytest.raises(ConfigError, match=re.escape(str(latin))):
        load_config(latin)
