"""Whatever stands in a file, the loader answers with a scenario or with problems, nothing else."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.scenario.problems import ScenarioError
from finmodel.scenario.text import read_yaml
from finmodel.scenario.write import write_tree

from .conftest import HERE, Draft

SMALL, _, _ = read_yaml(HERE / "small.yaml", "small.yaml")
ODD = [
    None, 5, -1, 2.5, "text", "", True, [], {}, [1], ["a", {}], {"a": 1}, {"2026": 1}, "30%",
    "2026-2030", "unknown", "all", {"a": {"b": {"c": []}}}, 10**30, "Ж", ["state"], "N",
    {"table": "x.csv"}, {"kind": "grant"}, [[1]], "9999", {"regions": "aimags"},
    {"at_least": "5%"},
]  # fmt: skip
CELLS = ["", "nan", "-1", "1e999", "x", "none", "unknown", "N", '"', ",", "\n", "2026", "é", "%"]
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        yield from paths(data[key], (*path, key))


@QUICK
@given(st.lists(st.tuples(st.sampled_from(list(paths(SMALL))), st.sampled_from(ODD)), max_size=3))
def test_odd_values_anywhere(draft: Draft, changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    tree = copy.deepcopy(SMALL)
    for path, odd in changes:
        here: Any = tree
        # A change made before may have taken away what this one is about.
        with contextlib.suppress(KeyError, IndexError, TypeError):
            for key in path[:-1]:
                here = here[key]
            here[path[-1]] = odd
    write_tree(tree, draft.folder / "scenario.yaml")
    with contextlib.suppress(ScenarioError):
        draft.load()


@QUICK
@given(
    st.sampled_from(["regions.csv", "places.csv", "local.csv", "scenario.yaml"]),
    st.integers(0, 2000),
    st.integers(0, 8),
    st.sampled_from(CELLS),
)
def test_odd_text_anywhere(draft: Draft, file: str, at: int, cut: int, put: str) -> None:
    origin = "small.yaml" if file == "scenario.yaml" else file
    text = (HERE / origin).read_text(encoding="utf-8")
    at %= len(text)
    draft.write(text[:at] + put + text[at + cut :], file)
    with contextlib.suppress(ScenarioError):
        draft.load()
    draft.write(text, file)
