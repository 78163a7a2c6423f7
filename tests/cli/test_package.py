"""The package's own names: there when asked for, not before."""

from __future__ import annotations

import pytest

import finmodel


def test_names_are_found_when_asked_for() -> None:
    for name in finmodel.__all__:
        assert callable(getattr(finmodel, name))
        assert name in dir(finmodel)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'alocate'"):
        _ = finmodel.alocate
