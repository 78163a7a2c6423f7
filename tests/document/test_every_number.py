"""Whichever number of a document is another one, the check before writing finds it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.report.compare.facts import found_causes
from finmodel.report.document.adds_up import DoesNotAddUp, check
from finmodel.report.document.compare import make_comparisons
from finmodel.report.document.make import make_document
from finmodel.report.document.parts import Chapter, Column, Document, Words
from finmodel.report.document.subject import make_table
from tests.compare.plans import PLAN, changed, solved
from tests.document.every_number import Place, every_number


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> list[Side]:
    """A plan, one with less money, and one with another price."""
    folder = tmp_path_factory.mktemp("plans")
    less = changed(sources__state__ceiling={"2026": 50, "2027": 80})
    dear = changed(programmes__reading__unit_cost__staff__amount=900)
    plans = {"plan": PLAN, "less": less, "dear": dear}
    return open_sides([solved(tree, folder / name) for name, tree in plans.items()])


@pytest.fixture(scope="module")
def documents(sides: list[Side]) -> list[Document]:
    """A report with the version before, and a comparison of three."""
    plan, less, _ = sides
    causes = [found_causes(plan, side) for side in sides[1:]]
    (comparison,) = make_comparisons(sides, ["en"], causes)
    return [make_document(plan, since=less), comparison]


@pytest.fixture(scope="module")
def places(documents: list[Document]) -> list[Place]:
    """Every number of both."""
    for document in documents:
        check(document)
    found = [place for document in documents for place in every_number(document)]
    assert len(found) > 800
    return found


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_number_that_is_another_is_found(places: list[Place], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places))
    with pytest.raises(DoesNotAddUp):
        check(place.otherwise())


def _with_a_table(document: Document, column: Column, value: float) -> Document:
    rows = [{"what": "All", column.key: value}]
    table = make_table("own", "Own", [Column("what", "What"), column], rows)
    return replace(document, chapters=[*document.chapters, Chapter("own", "Own", [table])])


def test_a_column_that_names_no_record_is_found(documents: list[Document]) -> None:
    made = _with_a_table(documents[0], Column("n", "Number", "count"), 7.0)
    with pytest.raises(DoesNotAddUp) as raised:
        check(made)
    reason = "table own, column n: it leads to no record of the allocation"
    assert raised.value.reasons == [reason]


def test_a_document_of_no_allocation_is_not_written(documents: list[Document]) -> None:
    with pytest.raises(DoesNotAddUp, match="does not say which allocation it reports on"):
        check(replace(documents[0], ledger=None))


def test_a_digest_of_another_allocation_is_found(documents: list[Document]) -> None:
    with pytest.raises(DoesNotAddUp, match=r"the opening: 0+ is not the digest of an allocation"):
        check(replace(documents[0], digest="0" * 64))


def test_plans_of_other_years_are_compared(sides: list[Side], tmp_path: Path) -> None:
    money = {"sources__state__ceiling": {"2026": 60}, "sources__fund__amount": {"2026": 30}}
    short = solved(changed(years="2026", **money), tmp_path / "short")
    made = make_comparisons([sides[0], *open_sides([short])], ["en", "mn"], [None])
    for document in made:
        check(document)
    said = [block.text for block in made[0].chapters[1].blocks if isinstance(block, Words)]
    assert any("(2026-2027 and 2026)" in text for text in said)


def test_names_may_hold_digits_beside_the_words_of_a_head(tmp_path: Path) -> None:
    tree = changed(
        regions__list__north__name="Region 2",
        regions__list__south__name="Region 30",
        programmes__reading__name="Programme 7",
        sources__state__name="Source 1",
    )
    check(make_document(solved(tree, tmp_path / "numbered")))
