"""A comparison as Markdown, whole, for version control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from finmodel.report.compare.blocks import Grid, Heading
from finmodel.report.compare.content import blocks

MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
"""Signs that Markdown or HTML would take for more than text."""


def as_markdown(facts: Mapping[str, Any]) -> str:
    """Write the facts of a comparison (see `compare_facts`) as Markdown."""
    lines = [f"# Comparison of {len(facts['sides'])} saved allocations", ""]
    for block in blocks(facts, full=True):
        if isinstance(block, Heading):
            unit = f" ({text(block.unit)})" if block.unit else ""
            lines += [f"## {text(block.words)}{unit}", ""]
        elif isinstance(block, Grid):
            lines += [*_table(block), ""]
        else:
            words = _paragraph(block.words)
            lines += [f"**{words}**" if block.firm else words, ""]
    return "\n".join(lines).rstrip() + "\n"


def text(words: str) -> str:
    r"""Words that stay words, whatever signs stand in them.

    Examples
    --------
    >>> print(text("<b>2*3</b> | 4"))
    \<b\>2\*3\</b\> \| 4
    """
    return MEANS_SOMETHING.sub(r"\\\1", " ".join(words.split()))


def _paragraph(words: str) -> str:
    """A paragraph; a leading sign that would start a list is a list."""
    return f"- {text(words[2:])}" if words.startswith("- ") else text(words)


def _table(block: Grid) -> Iterator[str]:
    yield _row(block.columns)
    yield _row([":--" if at < block.words else "--:" for at in range(len(block.columns))], raw=True)
    yield from (_row(row) for row in block.rows)
    if block.total:
        yield _row([f"**{text(cell)}**" if cell else "" for cell in block.total], raw=True)


def _row(cells: Sequence[str], raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else text(cell) for cell in cells) + " |"
