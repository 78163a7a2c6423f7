"""The house rules that hold for every file: rooms, sizes, addresses, quick starts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "finmodel").rglob("*.py"))

LARGEST_FILE = 2**20
LONGEST_MODULE = 400
SLOW_TO_IMPORT = {"pandas", "altair"}

PIN = re.compile(r"[a-z0-9._-]+==[a-z0-9.]+(?: ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
REGISTRY = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|registry|anaconda)|--(?:extra-)?index-url|find[-]links"
)
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:root|home|Users|work|opt|tmp)/\w")
LOCK_FILES = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "package-lock.json"}


def tracked_files() -> list[Path]:
    """Files that git tracks or would track."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """Text of a file, or nothing where it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def hits(pattern: re.Pattern[str]) -> list[str]:
    """Lines of tracked files that match, as `file:line: match`."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {found.group()}"
        for path in tracked_files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if (found := pattern.search(line))
    ]


def test_each_room_imports_only_rooms_to_its_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_no_file_is_large() -> None:
    large = {
        str(path.relative_to(ROOT)): path.stat().st_size
        for path in tracked_files()
        if path.stat().st_size > LARGEST_FILE
    }
    assert large == {}


def test_no_module_is_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in MODULES
        if (lines := len(text_of(path).splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_every_module_says_what_it_holds() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if not text_of(path).lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_no_address_of_a_package_registry_is_tracked() -> None:
    assert hits(REGISTRY) == []


def test_no_path_of_a_machine_is_tracked() -> None:
    assert hits(MACHINE_PATH) == []


def test_no_lock_file_is_tracked() -> None:
    assert [path.name for path in tracked_files() if path.name in LOCK_FILES] == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRY, "see https:" + "//files.pythonhosted" + ".example/a.whl"),
        (REGISTRY, "pip install --extra-index" + "-url here"),
        (MACHINE_PATH, 'open("' + "/home" + '/someone/plan.yaml")'),
        (MACHINE_PATH, "saved in " + "/tmp" + "/allocation"),
    ],
)
def test_addresses_and_paths_would_be_found(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_pins_are_names_versions_and_hashes() -> None:
    lines = text_of(ROOT / "constraints.txt").splitlines()
    assert [line for line in lines if not (PIN.fullmatch(line) or HASH.fullmatch(line))] == []
    assert sum(map(bool, map(PIN.fullmatch, lines))) > 50


def modules_after(*arguments: str, folder: Path) -> set[str]:
    """Top-level modules that are loaded once a verb of the command line has run."""
    code = (
        "import contextlib, io, json, sys\n"
        "from finmodel.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    main({list(arguments)!r})\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert (run.returncode, run.stderr) == (0, "")
    return set(json.loads(run.stdout))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a starter scenario in `plan`."""
    folder = tmp_path_factory.mktemp("house")
    modules_after("new", "plan", folder=folder)
    assert (folder / "plan" / "scenario.yaml").is_file()
    return folder


def test_help_starts_without_numbers(tmp_path: Path) -> None:
    loaded = modules_after("--help", folder=tmp_path)
    assert loaded & (SLOW_TO_IMPORT | {"numpy", "scipy", "pyarrow", "highspy", "pydantic"}) == set()


@pytest.mark.parametrize("verb", ["check", "show", "solve"])
def test_verbs_start_without_what_is_slow_to_import(verb: str, plan: Path) -> None:
    loaded = modules_after(verb, "plan", folder=plan)
    assert "finmodel" in loaded
    assert loaded & SLOW_TO_IMPORT == set()
