"""Texts of a config: what the environment fills in, and that nothing of it is shown."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from judges import JudgeConfigError
from judges.settings import Setting, SettingOption, filled_in


class Model(BaseModel):
    at: SettingOption


def test_variables_are_filled_in_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A", "${B} $& \\1")
    monkeypatch.setenv("B", "b")
    assert filled_in("here", "<${A}|${B}|$B|${|{B}>") == "<${B} $& \\1|b|$B|${|{B}>"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("${NO_SUCH}", r"here: \$\{NO_SUCH\} is not set"),
        ("${EMPTY}", r"here: \$\{EMPTY\} is not set"),
        ("${}", r"here: found \$\{\}, expected \$\{NAME\}"),
        ("${a b}", r"here: found \$\{a b\}, expected \$\{NAME\}"),
        ("${A:-default}", r"here: found \$\{A:-default\}, expected"),
    ],
)
def test_what_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.setenv("EMPTY", "")
    monkeypatch.setenv("A", "hush")
    with pytest.raises(JudgeConfigError, match=message) as caught:
        filled_in("here", f"${{A}}{text}")
    assert "hush" not in str(caught.value)


def test_paths_are_relative_to_the_folder(tmp_path: Path) -> None:
    found = Model.model_validate({"at": "a.txt"}, context={"folder": tmp_path}).at
    assert found == Setting("a.txt", tmp_path)
    assert found.path() == tmp_path / "a.txt"
    assert Model.model_validate({"at": "a.txt"}).at.path() == Path("a.txt")
    assert Setting("/b/a.txt", tmp_path).path() == Path("/b/a.txt")


@pytest.mark.parametrize("value", ["", " ", "a\0", 7, None])
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="expected text"):
        Model.model_validate({"at": value})
