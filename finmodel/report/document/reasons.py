"""Why a saved allocation fails verification, in the language of a report."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from finmodel.report.languages.language import Language, marked

REASONS = (
    marked("the rule {rule} is broken by {amount}, where rounding allows {allowed}"),
    marked("{rule} is less than its least"),
    marked("{rule} is more than its most"),
    marked("{what} costs {amount}, which is not unit cost times the output that it pays for"),
    marked("{stage}: the recorded value is better than is possible"),
    marked("{stage} is called optimal, but is proved only to within {gap}"),
    marked("before rounding, {rule} is broken"),
    marked("{name} is not what rounding makes of the chosen allocation"),
    marked("… and {more} more of the kind"),
    marked("{file}: its rows are not the regions, programmes and years with need"),
    marked("{file}: some cost is not the cost of its target"),
    marked("{file}: more is missing than something costs, or less than nothing"),
    marked("{file}: its rows are not the sources and years"),
    marked("{file}: some source has another amount than the scenario says"),
    marked("{file}: some source pays less than nothing"),
    marked("{file}: what the sources pay is not the cost in {other}"),
    marked("{file}: what is missing is not what is missing in {other}"),
    marked("{file}, row {row}: nothing is to be paid there"),
    marked("{file}, row {row}: the amount is not a whole multiple of {unit} above zero"),
    marked("{file}, row {row}: the same payment stands there twice"),
    marked("{file}, row {row}: the scenario has no such source"),
    marked("{file}, row {row}: what is carried is negative"),
    marked("{file}, row {row}: output is not a multiple of {unit} of at least zero"),
    marked("{file}, row {row}: the scenario has no {column} called {name}"),
    marked("allocation.csv: {source} may not pay for {what}"),
    marked("{file} ({place}): {column} is {said}, where {value} follows"),
    marked("{file}: its columns are {columns}"),
    marked("{file} has {rows} rows, where {others} follow"),
    marked("manifest.json: {key} is {said}, where {value} follows"),
    marked("manifest.json: {name} is not what certificate.json says"),
    marked("manifest.json: the stages are not those of the scenario"),
    marked("manifest.json is not the one that certificate.json belongs to"),
    marked("scenario.yaml is not the one that certificate.json belongs to"),
    marked("certificate.json: the stages are not those of the scenario"),
    marked("certificate.json: this version does not read the format it names"),
    marked("certificate.json: {name} is not rounded, or more than it may be"),
    marked("sources.csv: {name} is negative somewhere: a source pays more than it has"),
    marked("{file} does not belong to the allocation: the manifest does not name it"),
    marked("{file} is not what it was when the allocation was saved"),
    marked("{file} is missing"),
    marked("{rule} must be a whole number"),
)
"""Forms of the reasons that the proof gives, the more particular before the more general."""


def reason_in(language: Language, reason: str) -> str:
    """Say a reason in a language; one of no known form is quoted as it is."""
    for form in REASONS:
        found = _pattern(form).fullmatch(reason)
        if found is not None:
            return language.gettext(form, **found.groupdict())
    return language.gettext("another check, quoted as it was said: {reason}", reason=reason)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = Formatter().parse(form)
    return re.compile(
        "".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, *_ in parts),
        re.DOTALL,
    )
