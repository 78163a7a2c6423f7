"""Save an allocation as a folder, written whole or not at all, and load it back."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv

from finmodel.allocation.allocation import CERTIFICATE, TABLES, Allocation, Certify
from finmodel.allocation.digests import sha256
from finmodel.allocation.formats import migrated, readable
from finmodel.scenario.load import load_scenario
from finmodel.scenario.write import write_tree


class CannotSave(OSError):
    """The folder exists already or cannot be written."""


class NotAnAllocation(ValueError):
    """The folder does not hold a saved allocation."""


def check_place(folder: Path) -> None:
    """Refuse a place where an allocation cannot be saved, before any work is done.

    Raises
    ------
    CannotSave
        If the folder exists, or its parent cannot be written.
    """
    if folder.exists() or folder.is_symlink():
        raise CannotSave(f"{folder} exists already; name another folder, or move it away first")
    parent = folder.parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        raise CannotSave(f"{parent} is not a folder; name a place inside a folder")
    try:
        with tempfile.NamedTemporaryFile(dir=parent, prefix=".finmodel-"):
            pass
    except OSError as error:
        raise CannotSave(f"{parent} cannot be written: {error.strerror}") from None


def save(
    allocation: Allocation, folder: str | Path, progress: Callable[[str], None] | None = None
) -> Path:
    """Save an allocation.

    The folder is written beside its place under another name, synced to disk and renamed, so that
    nobody ever finds half of it.

    Parameters
    ----------
    allocation : Allocation
        What to save.
    folder : str or Path
        A folder that does not exist yet.
    progress : callable, optional
        Told in words what is being done.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    CannotSave
        If the folder exists, or cannot be written.
    """
    tell = progress or (lambda _: None)
    place = Path(folder)
    check_place(place)
    certificate = allocation.certificate
    tell("saving")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        raise CannotSave(f"{place} cannot be written: {error.strerror}") from None
    try:
        _write(allocation, certificate, beside)
        beside.chmod(0o755)
        beside.rename(place)
    except OSError as error:
        raise CannotSave(f"{place} cannot be written: {error.strerror}") from None
    finally:
        if beside.exists():
            shutil.rmtree(beside)
    return place


def _write(allocation: Allocation, certificate: dict[str, Any] | None, folder: Path) -> None:
    write_tree(allocation.tree, folder / "scenario.yaml")
    options = csv.WriteOptions(quoting_style="needed")
    for name, table in allocation.tables.items():
        csv.write_csv(table, folder / TABLES[name], options)
    if certificate is not None:
        text = _json(certificate, "") + "\n"
        (folder / CERTIFICATE).write_text(text, encoding="utf-8")
    files = sorted(path.name for path in folder.iterdir())
    manifest = {**allocation.manifest, "files": {name: sha256(folder / name) for name in files}}
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    for path in folder.iterdir():
        with path.open("rb") as written:
            os.fsync(written.fileno())


def _json(data: Any, indent: str) -> str:
    """JSON that reads well line by line: a list of numbers stands on one line."""
    if not isinstance(data, dict) or not data:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    inner = indent + "  "
    lines = [
        f"{inner}{json.dumps(key, ensure_ascii=False)}: {_json(value, inner)}"
        for key, value in data.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n" + indent + "}"


def load(folder: str | Path) -> Allocation:
    """Load a saved allocation.

    Raises
    ------
    NotAnAllocation
        If the folder holds none, or one of a newer format.
    """
    place = Path(folder)
    manifest = _manifest(place)
    loaded = load_scenario(place / "scenario.yaml")
    saved = {name: file for name, file in TABLES.items() if file in manifest["files"]}
    tables = {name: _read(place / file) for name, file in saved.items()}
    certify: Certify | None = None
    if CERTIFICATE in manifest["files"]:
        certify = partial(dict, _parsed(place / CERTIFICATE))
    tables = migrated(manifest["format"], tables)
    return Allocation(loaded.scenario, loaded.tree, manifest, tables, certify)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NotAnAllocation(f"{path} cannot be read") from None
    if not isinstance(found, dict):
        raise NotAnAllocation(f"{path} does not hold what it must")
    return found


def _manifest(place: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NotAnAllocation(f"{place} holds no saved allocation: manifest.json") from None
    if not isinstance(manifest, dict) or not readable(manifest.get("format")):
        raise NotAnAllocation(f"{place} was saved in a format that this version does not read")
    return manifest


_KINDS = {
    "year": pa.int64(),
    "pool": pa.int64(),
    "block": pa.int64(),
    "amount": pa.int64(),
    "cost": pa.int64(),
    **{name: pa.int64() for name in ("available", "drawn", "carried_in", "used", "first_charges")},
    **{name: pa.int64() for name in ("unfunded", "gap", "least", "most")},
    **{
        name: pa.int64()
        for name in ("carried_out", "lapsed", "debt_service", "expected_calls", "owed")
    },
    **{name: pa.int64() for name in ("out_of", "out_of_year")},
    **{
        name: pa.int64()
        for name in ("private_capital", "public_payment", "upfront_support", "contract_income")
    },
    **{name: pa.int64() for name in ("service_payment", "expected_calls", "income")},
    **{name: pa.int64() for name in ("stressed_calls", "later_support", "raw", "comparator")},
    **{name: pa.int64() for name in ("competitive_neutrality", "transferable_risk")},
    **{name: pa.int64() for name in ("retained_risk", "payments", "contract_management")},
    **{name: pa.int64() for name in ("partnership", "value_for_money")},
    **{name: pa.int64() for name in ("break_even_risk_transfer", "raised")},
    **{name: pa.int64() for name in ("cost_of_raising", "cost_of_risk")},
    **{
        name: pa.float64()
        for name in (
            "need",
            "output",
            "coverage",
            "benefit",
            "one_more",
            "one_less",
            "more_holds",
            "less_holds",
            "loss",
            "activity",
            "limit",
            "slack",
            "broken_by",
            "allowance",
            "step",
            "gain",
            "outputs",
            "probability",
            "percent",
            "grant_element",
            "signed",
            "value_for_money_pct",
            "leverage_over_all",
            "leverage_over_upfront",
            "effort",
            "gap_left",
            "least_cost",
            "price",
        )
    },
}


def _read(path: Path) -> pa.Table:
    text = (
        "region",
        "programme",
        "category",
        "source",
        "provider",
        "rule",
        "sentence",
        "contract",
        "envelope",
        "serviced_by",
        "range",
        "indicator",
        "paid_by",
        "lever",
        "moves",
    )
    kinds = {**_KINDS, **{name: pa.string() for name in text}}
    convert = csv.ConvertOptions(column_types=kinds, strings_can_be_null=False)
    try:
        return csv.read_csv(path, convert_options=convert)
    except (OSError, pa.ArrowInvalid) as error:
        raise NotAnAllocation(f"{path} cannot be read: {error}") from None
