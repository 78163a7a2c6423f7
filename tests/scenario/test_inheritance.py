"""Inheritance and values of the command line: what goes over what, and where it then stands."""

from __future__ import annotations

from typing import Any

import pytest

from finmodel.scenario.load import Loaded, load_scenario

from .conftest import Draft


def load_child(draft: Draft, text: str, **files: str) -> Loaded:
    for name, content in files.items():
        draft.write(content, f"{name}.yaml")
    draft.write(text, "child.yaml")
    return load_scenario(draft.folder / "child.yaml")


def test_things_merge_by_id_and_keep_their_places(draft: Draft) -> None:
    loaded = load_child(
        draft,
        "extends: scenario.yaml\n"
        "scenario: child\n"
        "policies:\n"
        "  steady: {fall: {at_most: 10%}}\n"
        "  extra: {region: N, share_of_spending: {at_most: 50%}}\n",
    )
    assert loaded.scenario.scenario == "child"
    assert list(loaded.scenario.policies) == [
        "aimags_first",
        "nobody_behind",
        "literate",
        "steady",
        "extra",
    ]
    assert loaded.tree["policies"]["steady"] == {"each": "programme", "fall": {"at_most": "10%"}}
    assert loaded.where.of(("policies", "steady", "fall")) == "child.yaml:4"
    assert loaded.where.of(("policies", "steady", "each")) == "scenario.yaml:85"
    assert "extends" not in loaded.tree


def test_later_files_go_over_earlier_ones_and_the_own_keys_over_all(draft: Draft) -> None:
    one = "sources: {state: {absorption: 50%, use_at_least: 1%}}\n"
    two = "extends: three.yaml\nsources: {state: {absorption: 60%, carry_over: 2%}}\n"
    loaded = load_child(
        draft,
        "extends: [scenario.yaml, one.yaml, two.yaml]\nsources: {state: {carry_over: 3%}}\n",
        one=one,
        two=two,
        three="sources: {state: {absorption: 70%}}\n",
    )
    state = loaded.scenario.sources["state"]
    assert state.absorption is not None
    assert state.use_at_least is not None
    assert (state.absorption.at(2026), state.use_at_least.at(2026)) == (0.6, 0.01)
    assert state.carry_over == 0.03
    assert loaded.where.of(("sources", "state", "absorption")) == "two.yaml:2"


def test_two_files_may_extend_the_same_one(draft: Draft) -> None:
    loaded = load_child(
        draft,
        "extends: [one.yaml, two.yaml]\n",
        one="extends: scenario.yaml\nscenario: one\n",
        two="extends: scenario.yaml\n",
    )
    assert loaded.scenario.scenario == "small"


@pytest.mark.parametrize(
    ("own", "path", "merged"),
    [
        pytest.param(
            "sources: {state: {ceiling: {2026-2028: 5}}}",
            ("sources", "state", "ceiling"),
            {"2026-2028": 5},
            id="a series replaces the whole series",
        ),
        pytest.param(
            "objective: [{first: maximise benefit}]",
            ("objective",),
            [{"first": "maximise benefit"}],
            id="a list replaces the whole list",
        ),
        pytest.param("title: Other", ("title",), "Other", id="words replace all languages"),
        pytest.param(
            "sources: {grant: {not_for: {regions: [S]}}}",
            ("sources", "grant", "not_for"),
            {"regions": ["S"]},
            id="the plural replaces the singular",
        ),
        pytest.param(
            "programmes: {literacy: {need: {each_region: 5}}}",
            ("programmes", "literacy", "need"),
            {"each_region": 5},
            id="another way of stating the need replaces the first",
        ),
        pytest.param(
            "policies: {steady: {coverage: {at_least: 20%}}}",
            ("policies", "steady"),
            {"coverage": {"at_least": "20%"}},
            id="another measure replaces the policy",
        ),
        pytest.param(
            "sources: {state: {kind: special fund, amount: 5}}",
            ("sources", "state"),
            {"kind": "special fund", "amount": 5},
            id="another kind replaces the source",
        ),
        pytest.param(
            "regions: {columns: {adults: {scale_to: {total: 2000}}}}",
            ("regions", "columns", "adults"),
            {"unit": "persons", "scale_to": {"total": 2000}},
            id="a figure that is replaced sheds where the old one came from",
        ),
        pytest.param(
            "regions: {columns: {herders: {unit: households}}}",
            ("regions", "columns", "herders"),
            {
                "unknown": {"use": "mean"},
                "source": "Herder count",
                "status": "official",
                "unit": "households",
            },
            id="words beside a figure leave its source alone",
        ),
    ],
)
def test_what_replaces_what(draft: Draft, own: str, path: tuple[str, ...], merged: Any) -> None:
    data: Any = load_child(draft, f"extends: scenario.yaml\n{own}\n").tree
    for key in path:
        data = data[key]
    assert data == merged


def test_a_table_replaces_an_inherited_table(draft: Draft) -> None:
    draft.write("region,amount\nS,5\n", "other.csv")
    loaded = load_child(
        draft,
        "extends: scenario.yaml\nprogrammes: {workshops: {need: {table: other.csv}}}\n",
    )
    assert loaded.tree["programmes"]["workshops"]["need"] == {"amounts": {"S": 5}}


def test_without_leaves_things_out(draft: Draft) -> None:
    own = "without: [policies.steady, programmes.literacy.unit_cost.books]"
    loaded = load_child(draft, f"extends: scenario.yaml\n{own}\n")
    assert "steady" not in loaded.scenario.policies
    assert list(loaded.scenario.programmes["literacy"].unit_cost) == ["teaching"]


def test_tables_are_looked_for_beside_the_file_that_names_them(draft: Draft) -> None:
    (draft.folder / "base").mkdir()
    for name in ("scenario.yaml", "regions.csv", "places.csv", "local.csv"):
        (draft.folder / name).rename(draft.folder / "base" / name)
    loaded = load_child(draft, "extends: base/scenario.yaml\n")
    place = loaded.where.of(("regions", "list", "N", "attributes", "adults"))
    assert place == "base/regions.csv:2, column adults"


@pytest.mark.parametrize(
    ("override", "path", "value"),
    [
        ("sources.state.absorption=80%", ("sources", "state", "absorption"), "80%"),
        (
            "sources.state.ceiling.2027=700",
            ("sources", "state", "ceiling"),
            {"2026": 500, "2028": 600, "2027": 700},
        ),
        (
            "prices.growth.pay.2027=9%",
            ("prices", "growth", "pay"),
            {"always": "8%", "2027": "9%"},
        ),
        ("sources.state.ceiling=700", ("sources", "state", "ceiling"), 700),
        ("sources.grant.carry_over=10%", ("sources", "grant", "carry_over"), "10%"),
        ("programmes.literacy.reaches={women: 5%}", ("programmes", "literacy", "reaches"),
         {"women": "5%"}),
        ("objective.1.give_up_at_most=5%", ("objective", 0, "give_up_at_most"), "5%"),
        ("regions.list.N.attributes.adults=7", ("regions", "list", "N", "attributes", "adults"), 7),
        ("title.en=Other", ("title", "en"), "Other"),
        ("policies.literate.programmes=[literacy]", ("policies", "literate"),
         {"each": "aimags", "years": 2028, "coverage": {"at_least": "20%"},
          "programmes": ["literacy"]}),
        ("programmes.workshops.need={share: 1%, of: adults}", ("programmes", "workshops", "need"),
         {"share": "1%", "of": "adults"}),
        ("programmes.literacy.need={table: places.csv}",
         ("programmes", "literacy", "need", "amounts", "N"), {"2026-2027": 10, "2028": 20}),
    ],
)  # fmt: skip
def test_values_of_the_command_line(
    draft: Draft, override: str, path: tuple[str | int, ...], value: Any
) -> None:
    loaded = draft.load(override)
    data: Any = loaded.tree
    for key in path:
        data = data[key]
    assert data == value
    if not isinstance(value, dict):
        assert loaded.where.of(path) == f"--set {override.split('=')[0]}"


def test_ids_may_hold_dots(draft: Draft) -> None:
    draft.change("  steady:", "  no.cuts:")
    assert draft.load("policies.no.cuts.fall.at_most=5%").tree["policies"]["no.cuts"]["fall"] == {
        "at_most": "5%"
    }
