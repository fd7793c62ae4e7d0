"""PDF through pdfium: pages as pixels and as words."""

import math
import threading
from contextlib import closing
from typing import NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from .errors import EmptyMediumError, LimitError, UnreadableError
from .sniff import one_line

DPI = 150
"""Dots per inch of a rendered page: ten-point type is 20 pixels high, enough to read it."""
PAGE_PIXELS = 4_000_000
"""Most pixels of one rendered page; larger sheets are rendered coarser."""
_POINTS_PER_INCH = 72
_HYPHEN = "\ufffe"
"""What pdfium puts where a word is hyphenated at the end of a line."""

_LOCK = threading.Lock()
"""pdfium may be inside one call at a time, whatever the document."""


class Page(NamedTuple):
    """One page, rendered and read."""

    pixels: NDArray[np.uint8]
    """Shape (height, width, 3), sRGB."""
    text: str


def read_pages(
    name: str, data: bytes, max_pages: int, max_pixels: int, only: int | None = None
) -> list[Page]:
    """All pages of a PDF, rendered at ``DPI``, or coarser where ``max_pixels`` over all demand it.

    ``only`` is the number of the one page that is wanted, from 1; it looks as it does among all.
    Raises UnreadableError for a broken or encrypted file or page, LimitError beyond ``max_pages``
    and for a page too long to fit, EmptyMediumError where there is no page, or not this one.
    """
    with _LOCK, closing(_open(name, data)) as document:
        count = len(document)
        if count > max_pages:
            raise LimitError(f"{name}: {count} pages, at most {max_pages} allowed")
        if only is not None and not 1 <= only <= count:
            raise EmptyMediumError(f"{name}: has no page {only}; it has {count}")
        _enable_form_fields(document)
        budget = min(PAGE_PIXELS, max_pixels // count)
        return [
            _read_page(f"{name}#page={index + 1}", document, index, budget)
            for index in (range(count) if only is None else [only - 1])
        ]


def _open(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if _lacks_pages(data):
            raise EmptyMediumError(f"{name}: found a PDF without pages") from error
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableError(
                f"{name}: found an encrypted PDF, expected one that opens without a password"
            ) from error
        raise UnreadableError(f"{name}: found a broken PDF ({one_line(error)})") from error


def _lacks_pages(data: bytes) -> bool:
    """Whether it opens all the same. pdfium's last error is then that of an earlier document."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return False
    pdfium.FPDF_CloseDocument(document)
    return True


def _enable_form_fields(document: pypdfium2.PdfDocument) -> None:
    # PdfDocument.init_forms does the same, but logs advice to rebuild pdfium for every XFA form.
    if document.get_formtype() == pdfium.FORMTYPE_NONE:
        return
    config = pdfium.FPDF_FORMFILLINFO(version=2)
    handle = pdfium.FPDFDOC_InitFormFillEnvironment(document, config)
    if handle:
        document.formenv = pypdfium2.PdfFormEnv(handle, config)


def _read_page(name: str, document: pypdfium2.PdfDocument, index: int, budget: int) -> Page:
    try:
        with closing(document[index]) as page, closing(page.get_textpage()) as words:
            scale = _fitting_scale(name, page.get_width(), page.get_height(), budget)
            with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
                pixels = np.array(bitmap.to_numpy())
            return Page(pixels, words.get_text_bounded().replace(_HYPHEN, "-"))
    except (pypdfium2.PdfiumError, ValueError, OverflowError, MemoryError) as error:
        raise UnreadableError(f"{name}: found a broken page ({one_line(error)})") from error


def _fitting_scale(name: str, width: float, height: float, budget: int) -> float:
    """Pixels per point. Raises LimitError where even one pixel across would be too many."""
    area = width * height
    if not (math.isfinite(area) and area > 0):
        raise UnreadableError(f"{name}: found a page of {width:g} x {height:g} points")
    scale = min(DPI / _POINTS_PER_INCH, math.sqrt(budget / area))
    # Sides are rounded up: on a sliver of a page that alone can break the budget.
    if math.ceil(width * scale) * math.ceil(height * scale) > 2 * budget:
        raise LimitError(
            f"{name}: {width:g} x {height:g} points, too long to render in {budget} pixels"
        )
    return scale
