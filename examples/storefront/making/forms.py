"""Service forms: one layout, written as a PDF with real text or drawn as a scanned page."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from .artwork import INK, PAPER, font

PAGE = (595, 842)
"""A4 in points."""


@dataclass(frozen=True)
class Form:
    """One edition of a form."""

    number: str
    title: str
    year: int
    owner: str
    fields: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def code(self) -> str:
        """The edition's code, printed at the foot of the page."""
        return f"F{self.number}-{self.year % 100}"


@dataclass(frozen=True)
class Run:
    """One line of text, its left end in points from the top left of the page."""

    x: int
    y: int
    size: int
    words: str
    bold: bool = False


def runs(form: Form) -> list[Run]:
    lines = [
        Run(48, 64, 22, form.owner, bold=True),
        Run(430, 58, 18, f"Form {form.number}", bold=True),
        Run(430, 80, 12, f"Edition {form.year}"),
        Run(48, 118, 19, form.title, bold=True),
        Run(
            48,
            140,
            11,
            f"For purchases made from 1 January {form.year} to 31 December {form.year}.",
        ),
    ]
    for index, name in enumerate(form.fields):
        lines.append(Run(48, 190 + index * 52, 12, name, bold=True))
    below = 206 + len(form.fields) * 52
    for index, note in enumerate(form.notes):
        lines.append(Run(48, below + index * 20, 11, note))
    lines.append(Run(48, 806, 16, form.code, bold=True))
    lines.append(Run(400, 806, 10, f"Valid from {form.year}-01-01. Page 1 of 1."))
    return lines


def boxes(form: Form) -> list[tuple[int, int, int, int]]:
    """Entry fields as (left, top, right, bottom) in points from the top left."""
    return [(48, 198 + i * 52, 547, 224 + i * 52) for i in range(len(form.fields))]


def pdf(form: Form) -> bytes:
    """A one-page PDF 1.4 with Helvetica text (ISO 32000-1, 7.5 and 9.4)."""
    ops = ["0.75 w", f"48 {PAGE[1] - 94} 499 1 re f"]
    for left, top, right, bottom in boxes(form):
        ops.append(f"{left} {PAGE[1] - bottom} {right - left} {bottom - top} re S")
    for run in runs(form):
        words = run.words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        face = "F2" if run.bold else "F1"
        ops.append(f"BT /{face} {run.size} Tf {run.x} {PAGE[1] - run.y} Td ({words}) Tj ET")
    stream = "\n".join(ops).encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>" % PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    """Numbered objects, the cross-reference table and the trailer."""
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%s"
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(data))
    )


def page(form: Form, *, scale: float = 1.6, filled: tuple[str, ...] = ()) -> Image.Image:
    """The same page as a picture; ``filled`` are a customer's entries."""
    art = Image.new("RGB", (round(PAGE[0] * scale), round(PAGE[1] * scale)), PAPER)
    draw = ImageDraw.Draw(art)
    draw.rectangle([v * scale for v in (48, 93, 547, 94)], fill=INK)
    for box in boxes(form):
        draw.rectangle([v * scale for v in box], outline=INK, width=2)
    for run in runs(form):
        face = font(round(run.size * scale * 0.92), "Bold" if run.bold else "Book")
        draw.text((run.x * scale, run.y * scale), run.words, INK, face, anchor="ls")
    for box, words in zip(boxes(form), filled, strict=False):
        draw.text(
            (box[0] * scale + 14, box[3] * scale - 10),
            words,
            (36, 54, 150),
            font(round(13 * scale), "Serif-Bold"),
            anchor="ls",
        )
    return art
