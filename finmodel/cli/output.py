"""Where allocations and reports are saved where nobody says so."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

ALLOCATIONS = Path("allocations")
REPORTS = Path("reports")
LETTERS = Path("letters")


def free_folder(scenario_id: str) -> Path:
    """Find the first folder of `allocations/<id>`, `allocations/<id>-2` and so on that is free."""
    return first_free(ALLOCATIONS / scenario_id)


def first_free(wanted: Path) -> Path:
    """Find the first place of a name, the name with `-2`, and so on that is free."""
    for number in count(1):
        place = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if not os.path.lexists(place):
            return place
    raise AssertionError("numbers do not end")


def split(given: str) -> list[str]:
    """Words with commas between them, each once."""
    return list(dict.fromkeys(word.strip() for word in given.split(",") if word.strip()))


def formats_and_languages(
    to: str, lang: str, there_are: Iterable[str] | None = None
) -> tuple[list[str], list[str]]:
    """Formats and languages that were asked for.

    Parameters
    ----------
    to, lang : str
        Formats and languages, with commas between them.
    there_are : iterable of str, optional
        Formats that there are; those of reports where missing.

    Raises
    ------
    UnknownFormat
        If there is no such format.
    UnknownLanguage
        If there are no words in a language.
    """
    from finmodel.report.document.formats import FORMATS, check_formats
    from finmodel.report.languages.language import language_of

    formats, languages = split(to), split(lang)
    check_formats(formats, FORMATS if there_are is None else there_are)
    for code in languages:
        language_of(code)
    return formats, languages


def say_written(files: Sequence[Path], *, json: bool) -> None:
    """Name the files that were written."""
    from finmodel.cli.screens import console, print_json

    if json:
        print_json({"files": [str(file) for file in files]})
        return
    for file in files:
        console().print(f"Written: {file}", markup=False, soft_wrap=True)
