"""What all tests share."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

# Two busy cores say nothing about a single example's time; the same examples come every time.
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("steady")
# Hypothesis also tries the numbers that stand in the code of every module loaded so far. Then a
# test would get other examples alone than after others; none are taken, so that it gets its own.
providers._get_local_constants = lambda: providers._local_constants  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium. Browser tests are skipped without one, but in CI they fail."""
    return _program("Chromium", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """Path of a LibreOffice. Tests that need one are skipped without, but in CI they fail."""
    return _program("LibreOffice", "soffice", "libreoffice")


def _program(title: str, *names: str) -> str:
    for name in names:
        if path := shutil.which(name):
            return path
    if os.environ.get("CI"):
        pytest.fail(f"no {title} found: CI must install one, not skip its tests")
    pytest.skip(f"no {title} found")
