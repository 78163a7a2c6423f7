"""The chart library comes from another Python, or from this one where that fails."""

from __future__ import annotations

import subprocess
import sys

from finmodel.report.document.html.library import begin_chart_library, put_together


def test_it_is_the_same_from_another_process() -> None:
    apart = begin_chart_library().answer()
    assert apart is not None
    assert apart.decode() == put_together()


def test_it_is_put_together_here_where_nothing_comes() -> None:
    code = (
        "import sys\n"
        "sys.executable = ''\n"
        "from finmodel.report.document.html.library import chart_library, put_together\n"
        "assert chart_library() == put_together()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
