"""A glossary holds words that the scenario uses."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.names import plain_words
from finmodel.scenario.notes import noted
from finmodel.scenario.problems import suggest


@check(
    "word-not-used",
    "`{word}` is no unit of output, type of region, budget heading, note or id without a name here",
    "{remedy}",
    needs="whole",
)
def word_not_used(context: Context) -> Iterator[Hit]:
    """Find words of a glossary that stand nowhere."""
    known = plain_words(context.scenario) if context.scenario.glossary else []
    notes = set(noted(context.scenario)) if context.scenario.glossary else set()
    for word in context.scenario.glossary:
        if word not in known and word not in notes:
            yield ("glossary", word), {"word": word, "remedy": suggest(word, known)}
