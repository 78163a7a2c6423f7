"""The chart library comes from another process, from this one where that fails, and none stays."""

from __future__ import annotations

import subprocess
import sys

import pytest

from finmodel.report.document.html.library import Apart, put_together


def test_it_is_the_same_from_another_process() -> None:
    assert Apart().text() == put_together()


@pytest.mark.parametrize("python", ["", "/no/such/program", sys.prefix])
def test_nothing_comes_where_no_other_process_can_be_started(
    monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    assert Apart().text() is None


def test_nothing_comes_from_a_process_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finmodel.report.document.html.library.APART", "print('no'); exit(1)")
    assert Apart().text() is None


def test_it_is_put_together_here_where_nothing_comes() -> None:
    code = (
        "import sys\n"
        "sys.executable = ''\n"
        "from finmodel.report.document.html.library import chart_library, put_together\n"
        "assert chart_library() == put_together()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_process_that_nobody_waits_for_ends_with_this_one() -> None:
    code = (
        "from finmodel.report.document.html import library\n"
        "library.APART = 'import time; time.sleep(600)'\n"
        "print(library.begin_chart_library()._process.pid)\n"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
    if sys.platform != "win32":
        import os

        with pytest.raises(ProcessLookupError):
            os.kill(int(ended.stdout), 0)
