"""Charts as a page holds them: each as data."""

from __future__ import annotations

import json
import re
from typing import Any

import altair as alt
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from finmodel.report.document.numerals import Numerals
from finmodel.report.document.parts import Figure


def spec_of(figure: Figure, spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart for the page; the page writes the title itself, readers of it hear it."""
    kept = {key: value for key, value in spec.items() if key not in {"title", "$schema", "config"}}
    return kept | {"description": figure.finding}


def subtitle_of(spec: dict[str, Any]) -> str:
    """What is drawn, as the chart's title says below the finding."""
    title = spec.get("title")
    subtitle = title.get("subtitle", "") if isinstance(title, dict) else ""
    return " ".join(subtitle) if isinstance(subtitle, list) else str(subtitle)


def specification(figure: Figure) -> dict[str, Any]:
    """Return a chart as Vega-Lite."""
    with alt.data_transformers.enable("default", max_rows=None):
        found: dict[str, Any] = figure.chart.to_dict()
    return found


def as_json(data: Any) -> Markup:
    """Data for a script element: no text of it can end the element or be read as a tag."""
    return htmlsafe_json_dumps(
        data, json.dumps, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


def number_format(language: str) -> dict[str, Any]:
    """How a language writes numbers, as d3-format wants it for charts."""
    numerals = Numerals(language)
    return {
        "decimal": numerals.decimal,
        "thousands": numerals.group,
        "grouping": [3],
        "currency": ["", ""],
        "minus": "-",
    }


def anchor(name: str) -> str:
    """Return a name as an anchor; what is no letter, digit, hyphen or line stands by its number.

    Examples
    --------
    >>> anchor("by-region"), anchor("sources.levy"), anchor("a b")
    ('by-region', 'sources:2e:levy', 'a:20:b')
    """
    return re.sub(r"[^A-Za-z0-9_-]", lambda found: f":{ord(found[0]):x}:", name)
