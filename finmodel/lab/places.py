"""Finds scenarios from wherever a notebook runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import finmodel


def scenario_folder(name: str) -> Path:
    """Find a folder of `scenarios/` by name.

    Looks beside and above the working directory, then the notebook, then the package.

    Parameters
    ----------
    name : str
        Name of the folder, such as `mongolia-lifelong-learning`.

    Raises
    ------
    FileNotFoundError
        If there is none; says where it was looked for.
    """
    starts = list(dict.fromkeys(_starts()))
    for start in starts:
        for folder in (start, *start.parents):
            found = folder / "scenarios" / name
            if found.is_dir():
                return found
    looked = ", ".join(str(start) for start in starts)
    raise FileNotFoundError(f"no folder scenarios/{name} in or above {looked}")


def _starts() -> Iterator[Path]:
    yield Path.cwd()
    # Jupyter names the open notebook here.
    notebook = os.environ.get("JPY_SESSION_NAME")
    if notebook:
        yield Path(notebook).absolute().parent
    yield Path(finmodel.__file__).resolve().parent
