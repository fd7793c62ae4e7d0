"""A chart as the line of text that DePlot and its like write.

``TITLE | Rain <0x0A> year | mm <0x0A> 2019 | 41 <0x0A> 2020 | 55``: rows between ``<0x0A>``, cells
between ``|``, the first column the category. Liu et al., DePlot: One-shot visual language reasoning
by plot-to-table translation, ACL 2023, https://arxiv.org/abs/2212.10505.
"""

from dataclasses import replace

from .numbers import is_percentage, number
from .records import chart_from
from .table import Chart

_ROW, _CELL = "<0x0A>", "|"
_LONGEST = 100_000


def chart_of_line(text: str) -> Chart | None:
    """The chart, or None where the text is not a table of numbers with a name to each row."""
    if len(text) > _LONGEST:
        return None
    lines = [[cell.strip() for cell in row.split(_CELL)] for row in text.split(_ROW)]
    title = None
    if lines[0][0].casefold() == "title":
        title = " ".join(cell for cell in lines[0][1:] if cell) or None
        del lines[0]
    if len(lines) < 2:
        return None
    header, *body = lines
    names = [header[0] or "category", *header[1:]]
    if len(set(names)) < len(names) or any(len(line) != len(names) for line in body):
        return None
    cells = [cell for _, *values in body for cell in values if cell]
    if not all(line[0] for line in body) or any(number(cell) is None for cell in cells):
        return None
    chart = chart_from(
        [{name: cell or None for name, cell in zip(names, line, strict=True)} for line in body],
        title=title,
    )
    if chart is None or not {row.category for row in chart.rows} <= {line[0] for line in body}:
        return None
    return replace(chart, percent=all(is_percentage(cell) for cell in cells))
