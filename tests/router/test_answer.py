"""Which step explains a candidate's fate."""

import pytest

from judges import Evidence, Failure, Reading, Verdict, abstain, confirm, reject
from judges.graph import Step
from router.answer import telling

READ = Evidence(
    "query",
    "words",
    "OAT",
    Reading(kind="words", value="OAT", text="OAT", confidence=1, reader="words", version="1"),
)
SIBLING = Evidence("catalogue", "sibling", "oat-b")
FACT = Evidence("record", "sku", "A")


def step(judge: str, finding: Verdict | Failure) -> Step:
    return Step(judge, finding)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([step("access", confirm("permitted", FACT))], "access"),
        ([step("code", abstain("near", READ)), step("sku", reject("differs", FACT))], "sku"),
        ([step("code", abstain("near", READ)), step("sku", Failure("timeout", "30 s"))], "sku"),
        ([step("code", abstain("near", READ)), step("sku", abstain("fact_missing"))], "code"),
        ([step("label", abstain("twins", SIBLING)), step("sku", abstain("none", FACT))], "label"),
        ([step("label", abstain("twins", SIBLING)), step("code", abstain("near", READ))], "code"),
        ([step("gtin", abstain("no_barcode")), step("sku", abstain("none", FACT))], "sku"),
    ],
    ids=["one", "reject", "failure", "read", "sibling", "read before sibling", "nothing"],
)
def test_the_step_that_says_most(steps: list[Step], expected: str) -> None:
    assert telling(tuple(steps)).judge == expected
