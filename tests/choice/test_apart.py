"""Another Python beside this one: it finds what this one finds, and none of them stays."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from finmodel.solve.apart import Apart

LOUD = (
    "import finmodel\nsys.stdout.buffer.write(sys.stdin.buffer.read().upper() + given[0].encode())"
)


def test_it_answers_what_it_is_given() -> None:
    with Apart(LOUD, "!") as apart:
        apart.give(b"work" * 100_000)
        assert apart.answer() == b"WORK" * 100_000 + b"!"


@pytest.mark.parametrize("python", ["", "/no/such/program", sys.prefix])
def test_there_is_no_answer_where_none_can_be_started(
    monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    with Apart(LOUD, "!") as apart:
        apart.give(b"work")
        assert apart.answer() is None


def test_there_is_no_answer_where_none_is_to_be_started() -> None:
    with Apart(LOUD, "!", start=False) as apart:
        apart.give()
        assert apart.answer() is None


def test_there_is_no_answer_from_one_that_fails() -> None:
    with Apart("print('no'); exit(1)") as apart:
        apart.give()
        assert apart.answer() is None


def test_there_is_no_answer_from_one_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finmodel.solve.apart.PATIENCE", 0.1)
    with Apart("import time; time.sleep(600)") as apart:
        apart.give()
        assert apart.answer() is None


@pytest.mark.skipif(sys.platform == "win32", reason="asks for a process by its number")
@pytest.mark.parametrize("given", ["", "apart.give()\n"])
@pytest.mark.parametrize("ends", ["", "raise SystemExit(0)\n", "apart.end()\n"])
def test_one_that_nobody_waits_for_ends_with_this_one(given: str, ends: str) -> None:
    code = (
        "from finmodel.solve.apart import Apart\n"
        "apart = Apart('import time; time.sleep(600)')\n"
        f"print(apart._process.pid)\n{given}{ends}"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    with pytest.raises(ProcessLookupError):
        os.kill(int(ended.stdout), 0)
