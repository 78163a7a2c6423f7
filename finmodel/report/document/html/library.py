"""The library that draws charts in a page: put together by another process, beside other work."""

from __future__ import annotations

import re
from functools import cache

import altair as alt

from finmodel.solve.apart import Apart

VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
"""Version of the library that draws what altair writes."""
SNIPPET = "window.vegaEmbed = vegaEmbed;"
APART = """
import vl_convert
sys.stdout.buffer.write(vl_convert.javascript_bundle(*given).encode())
"""


@cache
def chart_library() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script that needs nothing else."""
    apart = begin_chart_library().answer()
    library = put_together() if apart is None else apart.decode()
    # Nothing in it may be misread inside a script element.
    assert not re.search(r"</script|<!--", library, re.IGNORECASE)
    return library


@cache
def begin_chart_library() -> Apart:
    """Begin to put the library together; it takes a second.

    A thread would stop all others: vl-convert does not let go of the interpreter meanwhile.
    """
    begun = Apart(APART, SNIPPET, VEGA_LITE)
    begun.give()
    return begun


def put_together() -> str:
    """Put the library together in this process."""
    import vl_convert

    library: str = vl_convert.javascript_bundle(SNIPPET, VEGA_LITE)
    return library
