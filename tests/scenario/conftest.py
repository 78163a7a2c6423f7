"""A small scenario that is right, and a way to spoil it and see what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from finmodel.scenario.load import Loaded, load_scenario
from finmodel.scenario.problems import Problem, ScenarioError

HERE = Path(__file__).parent
FILES = {"scenario.yaml": "small.yaml"} | {
    name: name for name in ("regions.csv", "places.csv", "local.csv")
}


class Draft:
    """A folder with the small scenario, to be changed and loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, origin in FILES.items():
            (folder / name).write_bytes((HERE / origin).read_bytes())

    def text(self, file: str = "scenario.yaml") -> str:
        return (self.folder / file).read_text(encoding="utf-8")

    def write(self, text: str, file: str = "scenario.yaml") -> Draft:
        (self.folder / file).write_text(text, encoding="utf-8")
        return self

    def change(self, old: str, new: str, file: str = "scenario.yaml") -> Draft:
        """Change a piece of text that stands in the file once."""
        text = self.text(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        return self.write(text.replace(old, new), file)

    def load(self, *overrides: str) -> Loaded:
        return load_scenario(self.folder / "scenario.yaml", overrides)

    def problems(self, *overrides: str) -> list[Problem]:
        with pytest.raises(ScenarioError) as caught:
            self.load(*overrides)
        return caught.value.problems

    def said(self, *overrides: str) -> list[str]:
        """Problems as printed, one a line."""
        return [str(problem) for problem in self.problems(*overrides)]


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(tmp_path)
