"""Forms in several editions, of which one is current, and papers that not everybody may see."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from .forms import Form, page, pdf
from .items import Item, facts

CLAIM = ("Name", "Address", "Model", "Serial number", "Date of purchase", "What is wrong?")
RETURN = ("Name", "Order number", "Article", "Quantity", "Reason for return")
PRICES = ("Article", "List price", "Dealer discount", "Valid for")

FORMS: list[tuple[str, str, tuple[str, ...], tuple[int, ...], dict[str, Any]]] = [
    ("7004", "Warranty claim", CLAIM, (2022, 2023, 2024), {}),
    ("7010", "Return note", RETURN, (2023, 2024), {}),
    ("9001", "Dealer price agreement", PRICES, (2024,), {"tenant": "acme", "groups": ["pricing"]}),
    ("9002", "Dealer price agreement", PRICES, (2024,), {"tenant": "globex"}),
]


def edition(number: str, year: int) -> Form:
    """A form as it was printed for a year."""
    title, fields = next((row[1], row[2]) for row in FORMS if row[0] == number)
    notes = (
        "Fill in every field in block letters and sign on the back.",
        f"Send this form to HALDEN Service within {30 if year < 2024 else 60} days.",
        f"It replaces the edition of {year - 1}. Older editions are not accepted.",
    )
    return Form(number, title, year, "HALDEN SERVICE", fields, notes)


def papers() -> Iterator[Item]:
    for number, title, _, years, access in FORMS:
        for year in years:
            form = edition(number, year)
            item = f"form-{number}-{year}"
            record = facts(
                name=f"Form {number}",
                title=f"HALDEN form {number}, {title.lower()}, {year}",
                kind="form",
                category="papers",
                brand="HALDEN",
                model_code=form.code,
                sku=f"FORM-{number}-{year}",
                printed=[title, f"Form {number}", str(year)],
                year=year,
                version=str(year),
                valid_from=f"{year}-01-01",
                lifecycle="active" if year == years[-1] else "superseded",
                price=0.0,
            )
            yield Item(
                item,
                record,
                (f"HALDEN form {number}, {title.lower()}, edition {year}",),
                {f"{item}-page": partial(page, form, scale=0.9)},
                document=pdf(form),
                access=access,
            )
