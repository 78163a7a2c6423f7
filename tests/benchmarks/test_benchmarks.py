"""The benchmark command runs and measures what its tables show; times are never asserted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import END, START, main
from tests.benchmarks.table import TABLES


def test_the_smallest_size_is_measured_and_written(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    figures = tmp_path / "figures.json"
    main(["--once", "--sizes", "S,Mongolia", "--json", str(figures), "--readme", str(readme)])
    alone, with_local, mongolia = json.loads(figures.read_text(encoding="utf-8"))
    for case in (alone, with_local):
        for columns in TABLES.values():
            assert all(case[key] > 0 for _, key, _ in columns)
        assert case["difference"] < 1e-6
        assert case["columns"] < case["naive_columns"]
        assert case["from_panel"] >= case["optimum"]
    assert mongolia["in_turn"] > mongolia["lowest"] > 0
    assert mongolia["levels"] > 1
    assert with_local["naive_columns"] > alone["naive_columns"]
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| S + local |" in text
    assert text.count("| Mongolia |") == 3


@pytest.mark.parametrize("arguments", [["--sizes", "XS"], ["--peers", "naive-excel"]])
def test_an_unknown_size_or_peer_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert "choose among" in capsys.readouterr().err
