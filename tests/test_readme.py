"""The README is executed: its commands, its Python, its printed output, its tables."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from ruamel.yaml import YAML

from finmodel.allocation.allocation import TABLES
from finmodel.cli.app import app
from finmodel.cli.status import ExitStatus

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
MOBILISING = ROOT / "scenarios" / "mongolia-lifelong-learning" / "mobilising-resources.yaml"

INSTALL = (
    "python3 -m pip install -r constraints.txt"
    " && python3 -m pip install --no-deps --no-build-isolation ."
)
FENCED = re.compile(
    r"(?:<!-- printed by: (?P<command>.+?) -->\n)?^```(?P<language>\w*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
CUT = "…"
"""A line of its own in printed output: here the README leaves something out."""


@dataclass(frozen=True)
class Block:
    """A fenced block of the README."""

    language: str
    body: str
    printed_by: str | None

    @property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.body.splitlines()


def blocks() -> list[Block]:
    """All fenced blocks, in order."""
    return [
        Block(found["language"], found["body"], found["command"])
        for found in FENCED.finditer(README.read_text(encoding="utf-8"))
    ]


def table_below(heading: str) -> list[list[str]]:
    """Cells of the rows of all tables between a heading and the next one, code marks dropped."""
    section = README.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip().replace("`", "") for cell in row] for row in rows]


def run(command: list[str], folder: Path) -> str:
    """Run a command as a reader would, and return what it printed."""
    scripts = str(Path(sys.executable).parent)
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": scripts + os.pathsep + os.environ["PATH"], "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}\n{done.stderr}"
    assert done.stderr == ""
    return done.stdout


def fresh_folder(folder: Path) -> Path:
    """Folder that holds the scenarios, as a checkout does."""
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    return folder


def put_policies(scenario: Path, addition: str) -> None:
    """Write what stands below `policies:` in the README below `policies:` of a scenario."""
    first, *rest = addition.splitlines(keepends=True)
    lines = scenario.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith(first.strip()))
    scenario.write_text("".join([*lines[: at + 1], *rest, *lines[at + 1 :]]), encoding="utf-8")


def test_the_two_commands_come_first() -> None:
    main_job, tests = blocks()[:2]
    assert (main_job.language, tests.language) == ("sh", "sh")
    assert main_job.lines == [f"{INSTALL} && finmodel solve scenarios/mongolia-lifelong-learning"]
    assert tests.lines == [f"{INSTALL} && pytest"]
    opening = README.read_text(encoding="utf-8").split("\n## ")[0]
    assert INSTALL in opening


def test_every_block_is_of_a_kind_that_is_checked() -> None:
    kinds = [(block.language, block.printed_by is not None) for block in blocks()]
    assert set(kinds) == {("sh", False), ("text", True), ("yaml", False), ("python", False)}


def test_what_the_readme_tells_to_run_runs(tmp_path: Path) -> None:
    folder = fresh_folder(tmp_path)
    steps = [block for block in blocks()[2:] if block.language != "text"]
    kinds = [block.language for block in steps]
    kinds_told = ["sh", "yaml", "sh", "sh", "python", "sh", "sh", "yaml", "yaml"]
    kinds_told += ["sh", "sh", "sh", "sh", "sh", "yaml"]
    assert kinds == kinds_told
    for block in steps:
        if "among_equals" in block.body:
            stay_close(folder / "my-plan", folder / "with-digital-first", block.body)
            run(["finmodel", "solve", "my-plan", "--out", "stays-close"], folder)
        elif "levers" in block.body:
            stands_in(MOBILISING, block.body)
        elif "addressed_to" in block.body:
            addresses_in(MOBILISING.with_name("scenario.yaml"), block.body)
        elif block.language == "yaml":
            put_policies(folder / "my-plan" / "scenario.yaml", block.body)
        elif block.language == "python":
            run([sys.executable, "-W", "error", "-c", block.body], folder)
        else:
            for line in block.lines:
                run(shlex.split(line), folder)
    saved = {"allocations/adult-learning", "with-digital-first", "less-absorbed", "no-carry-over"}
    allocations = {(folder / name / "allocation.csv").read_bytes() for name in saved}
    assert len(allocations) == len(saved), "each change changes the allocation"


def stands_in(file: Path, lines: str) -> None:
    """What the README quotes of a scenario stands in it, perhaps with more."""
    yaml = YAML(typ="safe", pure=True)
    whole, quoted = yaml.load(file), yaml.load(lines)
    for key, lever in quoted["levers"].items():
        assert lever.items() <= whole["levers"][key].items()
    for stage, written in zip(quoted["objective"], whole["objective"], strict=False):
        assert stage.items() <= written.items()


def addresses_in(file: Path, lines: str) -> None:
    """What the README quotes of a scenario's addresses stands in it."""
    yaml = YAML(typ="safe", pure=True)
    quoted = yaml.load(lines)["addressed_to"]
    assert quoted.items() <= yaml.load(file)["addressed_to"].items()


def stay_close(plan: Path, saved: Path, lines: str) -> None:
    """Put an allocation where the lines of the README look for it, and the lines into the plan."""
    shutil.copytree(saved, plan / "plan-2025")
    file = plan / "scenario.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{lines}", encoding="utf-8")


def as_printed(output: str, old: list[str]) -> list[str]:
    """What a block should say now: the output, cut where the old block was cut.

    The lines around a cut are found again by their first word.
    """
    lines = [line.rstrip() for line in output.splitlines()]
    if CUT not in old:
        return lines
    shown: list[str] = []
    position = 0
    for run_of_lines in "\n".join(old).split(f"\n{CUT}\n"):
        wanted = run_of_lines.splitlines()
        first = wanted[0].split(maxsplit=1)[0]
        start = next(i for i in range(position, len(lines)) if lines[i].split()[:1] == [first])
        position = start + len(wanted)
        shown += [*([CUT] if shown else []), *lines[start:position]]
    return shown


@pytest.mark.parametrize(
    "block",
    [pytest.param(block, id=str(block.printed_by)) for block in blocks() if block.printed_by],
)
def test_what_the_readme_shows_is_what_is_printed(block: Block, tmp_path: Path) -> None:
    assert block.printed_by is not None
    output = run(shlex.split(block.printed_by), fresh_folder(tmp_path))
    now = as_printed(output, block.lines)
    if os.environ.get("UPDATE_GOLDEN"):
        text = README.read_text(encoding="utf-8")
        README.write_text(text.replace(block.body, "\n".join(now) + "\n"), encoding="utf-8")
    else:
        assert block.lines == now


def test_the_verbs_are_those_of_the_command_line() -> None:
    rows = table_below("The verbs")
    listed = [row[0].split()[1] for row in rows if row[0].startswith("finmodel ")]
    command = typer.main.get_command(app)
    assert listed == list(command.commands)  # type: ignore[attr-defined]


def test_the_exit_statuses_are_those_of_the_command_line() -> None:
    listed = [int(row[0]) for row in table_below("The verbs") if row[0].isdigit()]
    assert listed == [int(status) for status in ExitStatus]


def test_the_files_are_those_that_are_saved(tmp_path: Path) -> None:
    listed = {row[0] for row in table_below("What is saved") if "." in row[0]}
    run(["finmodel", "new", "plan"], tmp_path)
    run(["finmodel", "solve", "plan", "--out", "saved"], tmp_path)
    gap = {row[0] for row in table_below("What is saved") if "of a gap scenario" in row[1]}
    assert gap == {TABLES[name] for name in ("gap", "envelopes", "chances")}
    new = {row[0] for row in table_below("What is saved") if "asks for new finance" in row[1]}
    assert new == {TABLES[name] for name in ("levers", "closing")}
    offered = {row[0] for row in table_below("What is saved") if "contract and year" in row[1]}
    assert offered == {TABLES["values"]}
    loans = {row[0] for row in table_below("What is saved") if "with loans" in row[1]}
    assert loans == {TABLES["loans"]}
    saved = {path.name for path in (tmp_path / "saved").iterdir()}
    assert listed - gap - new - offered - loans <= saved
    assert len(listed) > 4


def test_the_layout_is_that_of_the_folders() -> None:
    listed = {row[0] for row in table_below("The layout") if row[0].endswith("/")}
    rooms = {
        f"finmodel/{path.name}/"
        for path in (ROOT / "finmodel").iterdir()
        if (path / "__init__.py").is_file()
    }
    assert listed == rooms | {"finmodel/", "notebooks/", "scenarios/", "tests/"}
    assert [name for name in sorted(listed) if not (ROOT / name).is_dir()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_links_and_paths_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    places = re.findall(r"`((?:scenario|program|panel|tests|scenarios|finmodel)/[\w./-]+)`", text)
    missing = [
        target
        for target in [*targets, *places]
        if not any((base / target).exists() for base in (ROOT, ROOT / "finmodel"))
    ]
    assert missing == []
    assert targets or places
