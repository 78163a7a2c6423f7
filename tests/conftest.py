"""What all tests share."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

# Two busy cores say nothing about a single example's time; the same examples come every time.
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium. Browser tests are skipped without one, but in CI they fail."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if os.environ.get("CI"):
        pytest.fail("no Chromium found: CI must install one, not skip the browser tests")
    pytest.skip("no Chromium found")
