"""A document as a PDF: findings and pictures on two pages, every table in an annex."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from finmodel.report.document.parts import Document
from finmodel.report.document.pdf.contents import contents, figures_of, file_of
from finmodel.report.document.pdf.pages import Pages

PAGES_OF_FINDINGS = 2
SIZES = ((10.0, 80), (9.5, 72), (9.0, 66), (8.5, 60), (8.0, 54), (7.5, 48))
"""Letters [points] and height of pictures [mm] of the findings, from the most readable on."""


def as_pdf(document: Document) -> bytes:
    """Write a document as a paper: two pages of findings with pictures, then annexes.

    Room that the findings leave on the two pages takes pictures of the detail. Findings that need
    more room are set smaller, and in the end lose pictures to the annexes. Tables of the findings
    open the annexes.

    Parameters
    ----------
    document : Document
        What to write.

    Returns
    -------
    bytes
        A PDF, the same for the same document.
    """
    pictures = {}
    for place, figure in enumerate(figures_of(document)):
        drawn = BytesIO()
        # As PDF and not as SVG, because a picture then brings the letters that it was measured in.
        figure.chart.save(drawn, format="pdf")
        pictures[file_of(place)] = drawn.getvalue()
    data = contents(document)
    with Pages("paper.typ", pictures) as pages:
        for size, height, shown in _ways(data):
            data |= {"size": size, "height": height, "shown": shown}
            if pages.page_of(data, "findings-end") <= PAGES_OF_FINDINGS:
                break
        return pages.pdf(data)


def _ways(data: dict[str, Any]) -> Iterator[tuple[float, int, int]]:
    """Sizes of letters and pictures and number of pictures, from the best way on."""
    own, every = data["own"], len(data["pictures"])
    (largest, highest), *smaller = SIZES
    yield from ((largest, highest, shown) for shown in range(every, own, -1))
    yield from ((size, height, own) for size, height in SIZES)
    size, height = smaller[-1]
    yield from ((size, height, shown) for shown in range(own - 1, -1, -1))
