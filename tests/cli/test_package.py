"""The package's own names: there when asked for, not before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hatchling.build import get_requires_for_build_editable
from packaging.requirements import Requirement

import finmodel

ROOT = Path(__file__).resolve().parents[2]


def test_names_are_found_when_asked_for() -> None:
    for name in finmodel.__all__:
        assert callable(getattr(finmodel, name))
        assert name in dir(finmodel)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'alocate'"):
        _ = finmodel.alocate


def test_an_editable_install_needs_only_what_is_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    needed = [Requirement(each) for each in get_requires_for_build_editable()]
    assert needed
    for each in needed:
        pinned = [line for line in pins if line.startswith(f"{each.name}==")]
        assert len(pinned) == 1, each.name
        assert each.specifier.contains(pinned[0].split("==")[1].split()[0])
