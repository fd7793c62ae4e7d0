"""Documents: a PDF is a container that expands to page images and page text."""

from dataclasses import dataclass

from .errors import EmptyMediumError, UnreadableError
from .loader import DEFAULT_LIMITS, Limits
from .medium import Image, Medium, Text
from .pdf import DPI, Page, read_pages
from .sniff import describe, identify, read_bytes
from .source import Source, content_hash
from .text import clean


@dataclass(frozen=True, slots=True)
class Document:
    """The pages of one document, in their order."""

    pages: tuple[Image, ...]
    """Every page as it looks; ``page`` counts from 1."""
    texts: tuple[Text, ...]
    """The words of every page that has any as text; a scanned page has none."""

    @property
    def media(self) -> tuple[Medium, ...]:
        """All page images, then all page texts."""
        return (*self.pages, *self.texts)


@dataclass(frozen=True, slots=True)
class DocumentLoader:
    """Loads PDF. Filled-in form fields are drawn. Safe to call from threads, one PDF at a time.

    Pages are rendered at 150 dots per inch, coarser where a page would exceed 4 million pixels
    or all pages together ``limits.pixels``.
    """

    limits: Limits = DEFAULT_LIMITS

    def load(self, source: Source) -> Document:
        """All pages of one document.

        Raises UnreadableError for another format and a broken or encrypted file; LimitError
        beyond ``limits.bytes``, ``limits.pages``, or ``limits.characters`` on one page;
        EmptyMediumError where there is no page.
        """
        data = self._data(source)
        pages = read_pages(source.name, data, self.limits.pages, self.limits.pixels)
        numbered = list(enumerate(pages, start=1))
        images = tuple(_image(source.name, data, number, page) for number, page in numbered)
        texts = (self._text(source.name, data, number, page) for number, page in numbered)
        return Document(images, tuple(text for text in texts if text is not None))

    def load_page(self, source: Source, number: int) -> Image:
        """One page as it looks, without the work for the others; ``number`` counts from 1.

        Raises as ``load`` does; EmptyMediumError for a number beyond the last page.
        """
        data = self._data(source)
        limits = self.limits
        (page,) = read_pages(source.name, data, limits.pages, limits.pixels, only=number)
        return _image(source.name, data, number, page)

    def _data(self, source: Source) -> bytes:
        data = read_bytes(source, self.limits)
        if identify(data) != "PDF":
            raise UnreadableError(f"{source.name}: found {describe(data)}, expected a PDF")
        return data

    def _text(self, name: str, data: bytes, number: int, page: Page) -> Text | None:
        name = _page_name(name, number)
        try:
            text = clean(name, page.text, self.limits.characters)
        except (EmptyMediumError, UnreadableError):
            # Fonts without a Unicode mapping yield nothing or junk; the page image still stands.
            return None
        return Text(text, content_hash("document text", data, number), name, number)


def _image(name: str, data: bytes, number: int, page: Page) -> Image:
    page.pixels.flags.writeable = False
    digest = content_hash("document page", data, number, DPI, page.pixels.shape)
    return Image(page.pixels, digest, _page_name(name, number), number)


def _page_name(name: str, number: int) -> str:
    """The page as RFC 8118 addresses it."""
    return f"{name}#page={number}"
