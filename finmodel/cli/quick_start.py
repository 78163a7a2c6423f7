"""Begins what takes long beside other work, and loads what charts need."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from finmodel.solve.apart import Apart

GRAMMAR = "rfc3987_syntax"
"""Grammar of international web addresses, which takes 0.7 s to load. It comes with JupyterLab."""

SOLVES = "from finmodel.allocation.steps import answer_here; answer_here()"


def begin_solving() -> Apart:
    """Begin another Python that will solve some of what a report solves again.

    It takes a second to load. On one processor none is begun, and all is solved in this one.
    """
    if hasattr(os, "sched_getaffinity"):
        several = len(os.sched_getaffinity(0)) > 1
    else:
        several = (os.cpu_count() or 1) > 1
    return Apart(SOLVES, start=several)


def begin_charts(formats: Sequence[str]) -> None:
    """Load what draws charts; for a page, its chart library is put together meanwhile."""
    _load_checks()
    if "html" in formats:
        from finmodel.report.document.html.library import begin_chart_library

        begin_chart_library()


def _load_checks() -> None:
    """Load what altair checks charts with, without the grammar of web addresses.

    Where JupyterLab is installed, jsonschema loads that grammar although no chart needs it. Here it
    is loaded when the first such address is checked; every check says what it would have said.
    """
    if "jsonschema" in sys.modules or GRAMMAR in sys.modules or find_spec(GRAMMAR) is None:
        return
    stands_in = ModuleType(GRAMMAR)
    vars(stands_in)["is_valid_syntax"] = _is_valid_syntax
    sys.modules[GRAMMAR] = stands_in
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[GRAMMAR]


def _is_valid_syntax(term: str, value: str) -> bool:
    return bool(import_module(GRAMMAR).is_valid_syntax(term, value))
