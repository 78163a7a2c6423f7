"""The ledger of a report: the books of its allocations, and the texts that their scenarios hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from finmodel.allocation.compare.inputs import Change, changes
from finmodel.allocation.compare.sides import Side
from finmodel.allocation.rule_sentences import sentence_named
from finmodel.allocation.sign_off import read_sign_off
from finmodel.allocation.weighty import group_of
from finmodel.panel.panel import Floats, Integers
from finmodel.report.document.ledger.books import BOOKS
from finmodel.report.document.ledger.origins import Things
from finmodel.report.languages.language import language_of
from finmodel.report.screen import lower_first
from finmodel.report.sign_off import signed
from finmodel.report.views import View
from finmodel.scenario.names import in_words
from finmodel.scenario.places import Path
from finmodel.scenario.provenance import figures

if TYPE_CHECKING:
    from finmodel.report.document.solved import SolvedAgain

AMOUNT = re.compile(r"[\d.,]+ ?%?( \w+)?$")
"""A figure with its unit, such as `5 years`, which is no name."""
Sums = dict[tuple[Any, ...], float]
LETTER, DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


@dataclass
class Ledger:
    """Books of the allocations that a report is about, laid out when they are first asked for.

    A book is a table of records: what each is about, and amounts. It is made from the saved
    tables, the scenario, or what solving again recorded, and never from a chapter of the report.
    """

    sides: Sequence[Side]
    """Allocations; the last one is that of the report."""
    solved: SolvedAgain | None = None
    """What solving the last one again told."""
    causes: Sequence[Any] = ()
    """Causes of the difference of each other side, where they were looked for."""
    known: Mapping[str, float] = field(default_factory=dict)
    """Numbers that were asked for."""
    quoted: Sequence[str] = ()
    """Texts that stand in no scenario, such as names of files."""

    languages: Sequence[str] = ("en",)
    """Languages that the report is written in."""

    def __post_init__(self) -> None:
        self._books: dict[tuple[str, int], pd.DataFrame] = {}
        self._codes: dict[tuple[str, str, int], tuple[Integers, list[Any]]] = {}
        self._columns: dict[tuple[str, int], set[str]] = {}
        self._sums: dict[tuple[Any, ...], Sums] = {}
        self._changes: dict[int, list[Change]] = {}

    def book(self, name: str, side: int = -1) -> pd.DataFrame:
        """Records of a book."""
        key = name, side % len(self.sides)
        if key not in self._books:
            make: Callable[[Ledger, Side], pd.DataFrame] = BOOKS[name]
            self._books[key] = make(self, self.sides[side]).assign(one=1.0)
        return self._books[key]

    def columns(self, name: str, side: int = -1) -> set[str]:
        """What the records of a book say."""
        key = name, side % len(self.sides)
        if key not in self._columns:
            self._columns[key] = set(self.book(name, side).columns)
        return self._columns[key]

    def _coded(self, name: str, column: str, side: int) -> tuple[Integers, list[Any]]:
        """A column as positions in the list of its different values."""
        key = name, column, side % len(self.sides)
        if key not in self._codes:
            codes, found = pd.factorize(self.book(name, side)[column].to_numpy(dtype=object))
            self._codes[key] = codes, list(found)
        return self._codes[key]

    def records(self, name: str, where: Mapping[str, Any], side: int = -1) -> pd.DataFrame:
        """Records of a book that have what is wanted."""
        rows = self.book(name, side)
        for key, wanted in where.items():
            chosen = rows[key].isin(wanted) if isinstance(wanted, tuple) else rows[key] == wanted
            rows = rows[chosen]
        return rows

    def sums(
        self,
        name: str,
        column: str,
        where: Mapping[str, Any],
        keys: Sequence[str],
        side: int = -1,
    ) -> Sums:
        """Sum of a column for every combination of keys."""
        called = (name, side % len(self.sides), column, tuple(where.items()), tuple(keys))
        if called not in self._sums:
            chosen = np.ones(len(self.book(name, side)), dtype=bool)
            for key, wanted in where.items():
                codes, found = self._coded(name, key, side)
                mine = wanted if isinstance(wanted, tuple) else (wanted,)
                chosen &= np.isin(codes, [at for at, each in enumerate(found) if each in mine])
            amounts = self.book(name, side)[column].to_numpy(dtype=float)
            self._sums[called] = self._grouped(name, keys, side, np.where(chosen, amounts, 0.0))
        return self._sums[called]

    def _grouped(self, name: str, keys: Sequence[str], side: int, amounts: Floats) -> Sums:
        if not keys:
            return {(): math.fsum(amounts[~np.isnan(amounts)])}
        coded = [self._coded(name, key, side) for key in keys]
        sizes = tuple(max(len(found), 1) for _, found in coded)
        said = np.all([codes >= 0 for codes, _ in coded], axis=0)
        places = np.ravel_multi_index([codes[said] for codes, _ in coded], sizes)
        sums = np.bincount(places, np.nan_to_num(amounts[said]), math.prod(sizes))
        there = np.unravel_index(np.flatnonzero(sums), sizes)
        names = [[found[at] for at in axis] for axis, (_, found) in zip(there, coded, strict=True)]
        return dict(zip(zip(*names, strict=True), sums[np.flatnonzero(sums)], strict=True))

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every text that may be quoted whole: of the scenarios, and of what stands beside them."""
        written = {*self._written, *self.quoted}
        for other in range(1, len(self.sides)):
            written |= {text for each in self.changes(other) for text in (each.old, each.new)}
        return frozenset(written)

    @cached_property
    def _written(self) -> set[str]:
        texts = {text for side in self.sides for text in _texts(side)}
        for side, code in product(self.sides, self.languages):
            texts |= {*_rules(side, code), *_signatures(side, code)}
        return texts | {lower_first(text) for text in texts}

    def changes(self, other: int) -> list[Change]:
        """Changes of input from the first allocation to another."""
        if other not in self._changes:
            base, side = self.sides[0], self.sides[other]
            self._changes[other] = changes(base.loaded, side.loaded)
        return self._changes[other]

    def written(self, change: Things, which: str) -> str:
        """Digits of a changed input as the planner wrote it, `old` or `new`."""
        found = self.changes(change["other"])[change["place"]]
        return self.digits(found.old if which == "old" else found.new)

    def digits(self, text: str) -> str:
        """Digits of a text in their order, those of names apart."""
        return "".join(DIGIT.findall(self.without_names(text)))

    @cached_property
    def figures(self) -> dict[str, set[str]]:
        """Digits of the figures at each place of the scenarios, years and regions apart."""
        found: dict[str, set[str]] = {}
        for side in self.sides:
            groups: dict[tuple[Path, Any], list[tuple[str, str]]] = {}
            for figure in figures(side.loaded):
                path: Path = group_of(figure.path)
                if figure.path[:2] == ("regions", "list") and "attributes" in figure.path:
                    path = ("regions", "columns", figure.path[-1])
                said = figure.status, figure.source, figure.year, figure.note
                own = " ".join(str(key) for key in figure.path if key not in path)
                groups.setdefault((path, said), []).append((own, figure.value))
            for (path, _), values in groups.items():
                texts = [f"{own} {value}" for own, value in values]
                if len(values) == 1:
                    # A single one is quoted without its year.
                    texts = [values[0][1]]
                digits = "".join(map(self.digits, texts))
                found.setdefault(".".join(map(str, path)), set()).add(digits)
        return found

    @cached_property
    def _names(self) -> list[str]:
        """Texts with digits that may stand inside a sentence, the longest first."""
        named = {
            each
            for each in (*self._written, *self.quoted)
            if DIGIT.search(each) and LETTER.search(each) and not AMOUNT.match(each)
        }
        plans = (side.allocation.scenario.years for side in self.sides)
        named |= {f"{years[0]}-{years[-1]}" for years in plans if len(years) > 1}
        return sorted(named, key=lambda each: (-len(each), each))

    def without_names(self, text: str) -> str:
        """A text without the names and texts of the scenarios that it holds."""
        if not DIGIT.search(text):
            return text
        for name in self._names:
            if name in text:
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
        return text


def _texts(side: Side) -> Iterator[str]:
    """Texts of a scenario, its ids in words, the digest and the reasons of a failure."""
    yield from _leaves(side.allocation.tree)
    yield from (side.digest, side.digest[:8], str(side.folder), *side.reasons)
    yield from _leaves(side.allocation.manifest)
    for figure in figures(side.loaded):
        if figure.source and figure.year:
            yield f"{figure.source}, {figure.year}"


def _signatures(side: Side, language: str) -> Iterator[str]:
    """Who signed, as a sentence of a language, and of which allocation."""
    sign_off = read_sign_off(side.folder)
    if sign_off is not None:
        yield sign_off.digest
        yield from (signed(each, language_of(language)) for each in sign_off.signatures)


def _rules(side: Side, language: str) -> Iterator[str]:
    """Sentences of the rules in a language, those with the numbers of the saved ones."""
    rows = side.allocation.constraints
    saved = dict(zip(rows["rule"].to_pylist(), rows["sentence"].to_pylist(), strict=True))
    sentences = View(side.allocation, language).rules
    for rule, sentence in saved.items():
        said = sentence_named(rule, sentences)
        if DIGIT.findall(said) == DIGIT.findall(str(sentence)):
            yield from (said, said.rstrip("."))


def _leaves(tree: Any) -> Iterator[str]:
    if isinstance(tree, Mapping):
        for key, each in tree.items():
            yield from (str(key), in_words(str(key)))
            yield from _leaves(each)
    elif isinstance(tree, Iterable) and not isinstance(tree, str | bytes):
        for each in tree:
            yield from _leaves(each)
    elif tree is not None:
        yield str(tree)
