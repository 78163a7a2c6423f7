"""What fields mean, read from the text under them."""

from __future__ import annotations

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.descriptions import descriptions
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.values import ByYear, Share


class Again(Sourced):
    """A model that declares some fields of its base anew."""

    year: int
    note: str
    """A note of its own,
    on two lines."""
    bare: int


def test_a_field_has_the_text_under_it() -> None:
    assert descriptions(Sourced)["year"] == "Year (or period) that the figure describes."


def test_a_field_declared_anew_has_its_own_text_or_none() -> None:
    found = descriptions(Again)
    assert found["note"] == "A note of its own,\non two lines."
    assert not {"year", "bare"} & set(found)
    assert found["source"] == descriptions(Sourced)["source"]


def test_a_model_made_for_one_kind_of_value_has_the_texts_of_the_general_one() -> None:
    assert descriptions(ByYear[Share]) == descriptions(ByYear)


def test_every_field_of_a_scenario_is_described() -> None:
    assert issubclass(Scenario, Model)
    assert set(Scenario.model_fields) == set(descriptions(Scenario))
