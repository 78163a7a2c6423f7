"""The allocation: what comes out of a solve, as tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from finmodel.panel.build import build_panel
from finmodel.panel.panel import Panel
from finmodel.scenario.scenario import Scenario

TABLES = {
    "money": "allocation.csv",
    "delivery": "delivery.csv",
    "funding": "funding.csv",
    "blocks": "blocks.csv",
    "sources": "sources.csv",
    "contracts": "contracts.csv",
    "values": "value-for-money.csv",
    "levers": "levers.csv",
    "closing": "closing.csv",
    "constraints": "constraints.csv",
    "loans": "loans.csv",
    "one_more": "one-more.csv",
    "undecided": "undecided.csv",
    "indicators": "indicators.csv",
    "gap": "gap.csv",
    "envelopes": "envelopes.csv",
    "chances": "chances.csv",
}
"""Tables of an allocation and the files that hold them; the last three answer the question gap."""

CERTIFICATE = "certificate.json"
"""File that holds what a proof of the allocation needs."""
FORMAT = 2
"""Version of the saved format."""
Certify = Callable[[], dict[str, Any]]
"""What writes a certificate."""


@dataclass(frozen=True)
class Allocation:
    """An allocation: the scenario that it answers, and tables in whole units of currency."""

    scenario: Scenario
    tree: dict[str, Any] = field(repr=False)
    """The resolved scenario as it is saved."""
    manifest: dict[str, Any] = field(repr=False)
    """Versions, options, stage values, status and the scenario's digest."""
    tables: dict[str, pa.Table] = field(repr=False)
    certify: Certify | None = field(default=None, repr=False)
    """Writes the certificate; None where there can be none."""

    @cached_property
    def certificate(self) -> dict[str, Any] | None:
        """What a proof of the allocation needs, written when it is first asked for.

        Looking at an allocation needs none; saving it does.
        """
        return None if self.certify is None else self.certify()

    @cached_property
    def panel(self) -> Panel:
        """The scenario's numbers on their axes."""
        return build_panel(self.scenario)

    @property
    def money(self) -> pa.Table:
        """Region, programme, year, category, source, amount [currency]."""
        return self.tables["money"]

    @property
    def delivery(self) -> pa.Table:
        """Region, programme, year, need, output, coverage, benefit, cost [currency], provider."""
        return self.tables["delivery"]

    @property
    def funding(self) -> pa.Table:
        """Pool, block, source, year, amount [currency]."""
        return self.tables["funding"]

    @property
    def sources(self) -> pa.Table:
        """Source, region, year, available, carried, used, lapsed [currency], marginal value."""
        return self.tables["sources"]

    @property
    def constraints(self) -> pa.Table:
        """Rule, place, activity, limit, slack, marginal value, sentence."""
        return self.tables["constraints"]

    @property
    def one_more(self) -> pa.Table:
        """What one more step of money from each source would buy."""
        return self.tables["one_more"]
