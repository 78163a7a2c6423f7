"""Digests: of a scenario's meaning, of a file, and of a saved allocation as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from finmodel.scenario.scenario import Scenario


def digest(scenario: Scenario) -> str:
    """SHA-256 of a scenario's meaning: the order and the format of its files do not count.

    What is as if it had not been written does not count either, so that a key which the language
    learns later leaves the digests of older scenarios as they are.
    """
    return _of_data(scenario.model_dump(mode="json", exclude_defaults=True))


def digest_of_manifest(manifest: Mapping[str, Any]) -> str:
    """SHA-256 of what a manifest says, but for the digests of the files."""
    return _of_data({key: value for key, value in manifest.items() if key != "files"})


def _of_data(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest_of(folder: str | Path) -> str:
    """Digest of a saved allocation: SHA-256 of its manifest, which holds that of every file.

    Parameters
    ----------
    folder : str or Path
        A saved allocation.
    """
    return sha256(Path(folder) / "manifest.json")
