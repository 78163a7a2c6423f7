"""Commands as processes: letters, colours, pipes, progress, time to start."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, spawn

MONGOLIA = ROOT / "scenarios" / "mongolia-lifelong-learning"


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=lambda environment: " ".join(environment),
)
def test_every_letter_is_printed(tmp_path: Path, environment: dict[str, str]) -> None:
    ended = spawn("show", MONGOLIA, cwd=tmp_path, **environment)
    assert ended.returncode == 0, ended.stderr.decode()
    assert "Sükhbaatar" in spawn(
        "show", MONGOLIA, "--json", cwd=tmp_path, **environment
    ).stdout.decode("utf-8")


def test_a_pipe_gets_no_colours_and_no_noise(tmp_path: Path, starter: Path) -> None:
    ended = spawn("solve", starter, cwd=tmp_path)
    assert ended.returncode == 0
    assert b"\x1b" not in ended.stdout
    assert ended.stderr == b""
    assert max(len(line) for line in ended.stdout.decode().splitlines()) <= 100


def test_errors_go_to_standard_error(tmp_path: Path) -> None:
    ended = spawn("solve", "nowhere", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"Traceback" not in ended.stderr


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-c", "from finmodel.cli import main; main()", "schema"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert b"Traceback" not in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_terminal_sees_progress_after_a_second(tmp_path: Path) -> None:
    import pty

    code = (
        "import time\n"
        "from finmodel.cli.progress import phases\n"
        "with phases() as tell:\n"
        "    tell('counting')\n"
        "    time.sleep({seconds})\n"
    )

    def shown(seconds: float) -> bytes:
        ours, theirs = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
        command = [sys.executable, "-c", code.format(seconds=seconds)]
        subprocess.run(command, cwd=tmp_path, env=environment, stderr=theirs, check=True)
        os.close(theirs)
        read = b""
        try:
            while part := os.read(ours, 65536):
                read += part
        except OSError:
            pass  # Linux ends a pseudo-terminal with an error.
        os.close(ours)
        return read

    assert shown(0.1) == b""
    assert b"counting" in shown(2.0)


def test_help_starts_fast(tmp_path: Path) -> None:
    spawn("--help", cwd=tmp_path)
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        assert spawn("--help", cwd=tmp_path).returncode == 0
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.4


@pytest.mark.parametrize("verb", ["--help", "check", "show", "solve"])
def test_no_verb_loads_pandas_or_altair(tmp_path: Path, starter: Path, verb: str) -> None:
    arguments = [verb] if verb == "--help" else [verb, str(starter)]
    code = (
        "import sys\n"
        "from finmodel.cli import main\n"
        f"try:\n    main({arguments!r})\n"
        "finally:\n"
        "    print(sorted({'pandas', 'altair'} & set(sys.modules)), file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stderr.strip() == "[]"
