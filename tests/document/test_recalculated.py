"""A real LibreOffice recalculates the workbook and comes to the totals of the allocation."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest

from finmodel.allocation.files import load
from finmodel.report.document.excel import as_excel
from tests.compare.plans import PLAN, solved
from tests.document.allocations import BY, document

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
"""Settings with which every formula is computed anew when a workbook is opened."""
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""Every sheet, UTF-8, numbers as they are and not as they are shown."""
ERROR = re.compile(r"#REF!|#NAME\?|#VALUE!|#DIV/0!|#N/A|#NUM!|Err:\d+")


def recalculated(libreoffice: str, workbook: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """Rows of every sheet, by name, after LibreOffice computed all formulas."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    (folder / "book.xlsx").write_bytes(workbook)
    command = [libreoffice, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", AS_CSV, "--outdir", str(folder / "out"), str(folder / "book.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found = {}
    for path in (folder / "out").iterdir():
        with path.open(encoding="utf-8", newline="") as lines:
            found[path.stem.removeprefix("book-")] = list(csv.reader(lines))
    return found


def without_values(workbook: bytes) -> bytes:
    """The same workbook, every formula with a wrong value of its own."""
    wrong = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(wrong, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f><v>77777</v>", content)
            new.writestr(name, content)
    return wrong.getvalue()


@pytest.mark.office
def test_live_totals_are_those_of_the_allocation(libreoffice: str, tmp_path: Path) -> None:
    folder = solved(PLAN, tmp_path / "plan")
    by: dict[str, dict[str, int]] = {key: defaultdict(int) for key in BY}
    total = 0
    with (folder / "allocation.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            total += int(row["amount"])
            for key in BY:
                by[key][row[key]] += int(row["amount"])
    broken = without_values(as_excel(document(load(folder))))
    sheets = recalculated(libreoffice, broken, tmp_path / "opened")
    cells = [cell for rows in sheets.values() for row in rows for cell in row]
    assert [cell for cell in cells if ERROR.search(cell) or cell == "77777"] == []
    assert set(sheets) == {"Findings", "Every payment", *(f"Money by {key}" for key in BY)}
    for key in BY:
        rows = {row[0]: row[1] for row in sheets[f"Money by {key}"] if len(row) > 1}
        label = "Total of the rows shown"
        assert float(rows[label]) == total
        assert float(rows["Differs from the allocation by"]) == 0
        assert {name: float(rows[name]) for name in by[key]} == by[key]
    listed = [row for row in sheets["Findings"] if row[1:2] == ["Money"]]
    assert len(listed) == len(BY) + 1
    assert all(float(row[2]) == total for row in listed)
    assert all(float(row[3]) == total and float(row[4]) == 0 for row in listed[:-1])
