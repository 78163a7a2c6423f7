"""Small plans whose differences are known, solved and saved."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.scenario.load import load_scenario
from finmodel.scenario.write import write_tree

Tree = dict[str, Any]

PLAN: Tree = {
    "scenario": "small",
    "title": "A small plan",
    "years": "2026-2027",
    "money": "thousand MNT",
    "regions": {
        "list": {
            "north": {"name": "North", "attributes": {"adults": 100, "cost_index": 1.5}},
            "south": {"name": "South", "attributes": {"adults": 200, "cost_index": 1.0}},
        },
        "columns": {"adults": {"source": "Census", "year": 2020, "status": "official"}},
    },
    "programmes": {
        "skills": {
            "output": "learners",
            "need": {"share": "100%", "of": "adults"},
            "unit_cost": {"staff": {"amount": 1000, "regional": True}},
            "benefit": [{"up_to": "50%", "weight": 4}, {"up_to": "100%", "weight": 2}],
        },
        "reading": {
            "output": "readers",
            "need": {"share": "50%", "of": "adults"},
            "unit_cost": {"staff": {"amount": 700, "regional": False}},
            "benefit": 1.5,
        },
    },
    "sources": {
        "state": {"kind": "central budget", "ceiling": {"2026": 60, "2027": 80}},
        "fund": {
            "kind": "special fund",
            "amount": {"2026-2027": 30},
            "only_for": {"programmes": ["skills", "reading"]},
            "source": "Law on the fund",
            "status": "official",
        },
    },
    "policies": {
        "north_first": {"regions": "north", "share_of_spending": {"at_least": "40%"}},
    },
    "objective": [{"first": "maximise benefit"}],
}


def changed(**keys: Any) -> Tree:
    """The plan with values set by path, such as `sources__state__ceiling`; None takes away."""
    tree = deepcopy(PLAN)
    for path, value in keys.items():
        *outer, last = path.split("__")
        inside = tree
        for key in outer:
            inside = inside.setdefault(key, {})
        if value is None:
            del inside[last]
        else:
            inside[last] = value
    return tree


def written(tree: Tree, folder: Path) -> Path:
    """The plan's folder."""
    folder.mkdir(parents=True)
    write_tree(tree, folder / "scenario.yaml")
    return folder


def solved(tree: Tree, folder: Path) -> Path:
    """The saved allocation of a plan."""
    plan = written(tree, folder.parent / f"{folder.name}-plan")
    return save(allocate(load_scenario(plan)), folder)


def sides(tmp_path: Path, *trees: Tree) -> list[Side]:
    """Saved allocations of plans, opened side by side."""
    return open_sides([solved(tree, tmp_path / f"side-{at}") for at, tree in enumerate(trees)])
