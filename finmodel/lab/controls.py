"""Controls that move a rule and solve again, so that an official sees at once what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ipywidgets  # type: ignore[import-untyped]
from IPython.display import Markdown, display

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import NoAllocation, allocate
from finmodel.lab.summary import difference
from finmodel.report.charts import tile_map
from finmodel.scenario.load import load_scenario

AS_WRITTEN = "as written"


class RuleControl:
    """A slider over the values of one rule.

    Parameters
    ----------
    scenario : Path
        Scenario file or folder.
    key : str
        The value to move, such as `policies.aimags_first.share_of_spending.at_least`.
    values : sequence of str
        Values to choose from, as a planner would write them.
    base : Allocation
        The allocation of the scenario as written.
    """

    def __init__(self, scenario: Path, key: str, values: Sequence[str], base: Allocation) -> None:
        self.scenario, self.key, self.base = scenario, key, base
        self._known: dict[str, Allocation | NoAllocation] = {AS_WRITTEN: base}
        self.slider = ipywidgets.SelectionSlider(
            options=[AS_WRITTEN, *values],
            description="Value:",
            continuous_update=False,
            layout=ipywidgets.Layout(width="32em"),
        )
        self.output = ipywidgets.Output()
        self.slider.observe(self._moved, names="value")
        name = ipywidgets.HTML(f"<code>{key}</code>")
        self.box = ipywidgets.VBox([name, self.slider, self.output])

    def result(self, value: str) -> Allocation | NoAllocation:
        """Solve with the rule at a value; each value is solved once."""
        if value not in self._known:
            loaded = load_scenario(self.scenario, (f"{self.key}={value}",))
            try:
                self._known[value] = allocate(loaded)
            except NoAllocation as error:
                self._known[value] = error
        return self._known[value]

    def words(self, value: str) -> str:
        """Say in Markdown what the rule at a value changes."""
        found = self.result(value)
        if isinstance(found, NoAllocation):
            rules = "\n".join(f"- {problem.message}" for problem in found.problems)
            words = f"**No allocation satisfies all the rules.** In conflict:\n\n{rules}"
            for way in found.ways:
                changes = "\n".join(f"- {rule.rule}: {rule.words}" for rule in way.rules)
                words += f"\n\n{way.title}\n\n{changes}"
            return words
        return difference(self.base, found)

    def show(self) -> None:
        """Show the control and the answer for the value that it stands at."""
        self._answer(self.slider.value)
        _show(self.box)

    def _moved(self, change: Any) -> None:
        self._answer(change["new"])

    def _answer(self, value: str) -> None:
        with self.output:
            self.output.clear_output(wait=True)
            _show(Markdown(self.words(value)))  # type: ignore[no-untyped-call]
            found = self.result(value)
            if isinstance(found, Allocation):
                _show(tile_map(found))


def _show(thing: object) -> None:
    display(thing)  # type: ignore[no-untyped-call]
