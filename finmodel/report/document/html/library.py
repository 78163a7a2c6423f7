"""The library that draws charts in a page: put together by another process, beside other work."""

from __future__ import annotations

import atexit
import json
import re
import subprocess
import sys
from functools import cache

import altair as alt

VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
"""Version of the library that draws what altair writes."""
SNIPPET = "window.vegaEmbed = vegaEmbed;"
APART = """
import json, sys
sys.path[:], *wanted = json.loads(sys.argv[1])
import vl_convert
sys.stdout.buffer.write(vl_convert.javascript_bundle(*wanted).encode())
"""
"""What the other process does. It finds packages where this one does."""
PATIENCE = 60
"""Seconds after which nothing more is expected of it."""


@cache
def chart_library() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script that needs nothing else."""
    library = begin_chart_library().text() or put_together()
    # Nothing in it may be misread inside a script element.
    assert not re.search(r"</script|<!--", library, re.IGNORECASE)
    return library


@cache
def begin_chart_library() -> Apart:
    """Begin to put the library together; it takes a second.

    A thread would stop all others: vl-convert does not let go of the interpreter meanwhile.
    """
    return Apart()


def put_together() -> str:
    """Put the library together in this process."""
    import vl_convert

    library: str = vl_convert.javascript_bundle(SNIPPET, VEGA_LITE)
    return library


class Apart:
    """Another Python that puts the library together, where one can be started."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        # What runs inside a program of its own is not Python.
        if not sys.executable or getattr(sys, "frozen", False):
            return
        wanted = json.dumps([sys.path, SNIPPET, VEGA_LITE])
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", APART, wanted],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return
        atexit.register(self._end)

    def text(self) -> str | None:
        """Wait for the library; None where it does not come."""
        if self._process is None:
            return None
        try:
            written, _ = self._process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._end()
            return None
        return written.decode() if self._process.returncode == 0 else None

    def _end(self) -> None:
        """End the process, if nobody waited for it."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.communicate()
