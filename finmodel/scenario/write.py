"""Writing a scenario's tree as YAML that loads to an equal scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

WIDEST = 10_000
"""Characters on a line: text is never folded, so that a change shows as one line."""


def write_tree(tree: dict[str, Any], path: Path) -> None:
    """Write a resolved tree.

    Parameters
    ----------
    tree : dict
        Plain data, as `Loaded.tree` holds it.
    path : Path
        File to write, in UTF-8.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = WIDEST
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.representer.ignore_aliases = lambda data: True
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(tree, file)
