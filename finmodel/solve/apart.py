"""Another Python beside this one, for a part of the work, where one can be started."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Self

import finmodel

FIND = "import json, sys; sys.path[:], *given = json.loads(sys.argv[1])"
"""How it begins: it finds packages where this one does."""
PATIENCE = 600
"""Seconds after which nothing more is expected of it."""


class Apart:
    """Another Python, with a program that reads its standard input and writes its answer.

    Threads would not do: some libraries do not let go of the interpreter while they work, and HiGHS
    keeps some of what it knows in one place for the whole process. It ends with this one.

    Parameters
    ----------
    program : str
        Its Python; what it is given stands in the list `given`.
    given : str
        What it is given to begin with.
    start : bool
        Whether to start it at all.
    """

    def __init__(self, program: str, *given: str, start: bool = True) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._listens: Thread | None = None
        self._said = b""
        # What runs inside a program of its own is not Python.
        if not start or not sys.executable or getattr(sys, "frozen", False):
            return
        known = [*sys.path, str(Path(finmodel.__file__).parents[1])]
        words = json.dumps([known, *given])
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", f"{FIND}\n{program}", words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return
        atexit.register(self.end)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def give(self, work: bytes = b"") -> None:
        """Give it its work; it does it beside whatever is done here next."""
        self._listens = Thread(target=self._listen, args=(work,), daemon=True)
        self._listens.start()

    def answer(self) -> bytes | None:
        """Wait for its answer; None where there is none, and the work must be done here."""
        if self._listens is not None:
            self._listens.join()
        done = self._process is not None and self._process.returncode == 0
        return self._said if done else None

    def _listen(self, work: bytes) -> None:
        if self._process is None:
            return
        try:
            self._said, _ = self._process.communicate(work, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def end(self) -> None:
        """End it, whether it has answered or not."""
        if self._process is None:
            return
        atexit.unregister(self.end)
        if self._process.poll() is None:
            self._process.kill()
        if self._listens is None:
            self._process.communicate()
        else:
            self._listens.join()
