"""Progress on anything longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds before anything is shown."""


@contextmanager
def phases() -> Iterator[Callable[[str], None]]:
    """Yield a function that is told each phase of the work as it begins.

    On a terminal, the phase and the time taken appear on standard error after a second, and
    vanish when the work ends. Elsewhere nothing is printed.
    """
    if not sys.stderr.isatty():
        yield lambda phase: None
        return
    current = ["starting"]
    done = threading.Event()
    watcher = threading.Thread(target=_show, args=(current, done), daemon=True)
    watcher.start()
    try:
        yield lambda phase: current.__setitem__(0, phase)
    finally:
        done.set()
        watcher.join()


def _show(current: list[str], done: threading.Event) -> None:
    if done.wait(PATIENCE):
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from finmodel.cli.screens import console

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console(errors=True), transient=True) as progress:
        task = progress.add_task(current[0], total=None)
        while not done.wait(0.1):
            progress.update(task, description=current[0])
