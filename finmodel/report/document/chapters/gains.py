"""Who gains and who loses in a comparison, and what the money of each side buys."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.report.document.compared import Compared
from finmodel.report.document.compared_figures import dumbbells_figure
from finmodel.report.document.difference_map import difference_map
from finmodel.report.document.ledger.origins import Origin, Over, Sum, times
from finmodel.report.document.parts import Block, Column, Figure, Table
from finmodel.report.document.subject import make_table
from finmodel.report.money import fitting_unit
from finmodel.report.screen import lower_first


def places(of: Compared) -> Iterator[Block]:
    """Money for each head and reach of every region, in maps and a table."""
    rows = of.facts["regions"]
    if of.facts["tables"] is None or len(rows) < 2:
        return
    _ = of.language.gettext
    typical = max(row["per_head_a_year"][0] or 0.0 for row in rows)
    unit = fitting_unit(typical, of.facts["currency"])
    in_unit = _("{unit} a year", unit=of.language.unit(unit))

    def for_each_head(side: int) -> Origin:
        money = Over(put_to_use(side), Sum("regions", "heads", side=side))
        return Over(money, times(unit.scale, Sum("years", "one", side=side)))

    def reached(side: int) -> Origin:
        last = {"year": of.sides[side]["years"][-1]}
        return Sum("reach", "share", last, side=side)

    columns = [
        Column("region", _("Region")),
        *of.columns("number", "", 1, in_unit, origin=for_each_head),
        *of.columns("share", _("Reached"), 1, _("percentage points"), "reached-", origin=reached),
    ]
    table = make_table(
        "compared-heads",
        _("Money for each head, and share of what can be reached"),
        columns,
        [
            {
                "region": row["name"],
                **of.cells(
                    [None if each is None else each / unit.scale for each in row["per_head_a_year"]]
                ),
                **of.cells(row["reached"], "reached-"),
                "of": {"region": row["id"]},
            }
            for row in rows
        ],
        _("Heads: {heads}.", heads=lower_first(of.facts["heads"])),
    )
    maps = (
        ("heads-map", "", _("Money for each head")),
        ("reached-differences", "reached-", _("Share of what can be reached")),
    )
    for id, key, what in maps:
        drawn = difference_map(of, id, table, key, what)
        if drawn is not None:
            yield drawn
    yield from _moved(of, table, ("region", "reached-"), "region")
    yield table


def put_to_use(side: int) -> Sum:
    """What the sources of a side pay."""
    return Sum("paid", where={"funded": True}, side=side)


def _moved(of: Compared, table: Table, keys: tuple[str, str], picks: str = "") -> Iterator[Figure]:
    """Draw where the shares of each allocation stand beside the base's."""
    name, share = keys
    for at, side in enumerate(of.sides[1:], 1):
        columns = (name, f"{share}0", f"{share}{at}")
        id = f"{table.id}-drawn-{side['letter']}"
        figure = dumbbells_figure(of.say, id, table, columns, picks)
        if figure is not None:
            yield figure


def programmes(of: Compared) -> Iterator[Block]:
    """Outputs and coverage of every programme."""
    _ = of.language.gettext

    def outputs(side: int) -> Origin:
        return Sum("delivery", "output", side=side)

    def covered(side: int) -> Origin:
        last = {"year": of.sides[side]["years"][-1]}
        met, need = (Sum("delivery", each, last, side=side) for each in ("output", "need"))
        return Over(met, need)

    columns = [
        Column("programme", _("Programme")),
        Column("output", _("Counted in")),
        *of.columns("count", origin=outputs),
        *of.columns("share", _("Covered"), 1, _("percentage points"), "covered-", origin=covered),
    ]
    rows = [
        {
            "programme": row["name"],
            "output": row["output"],
            **of.cells(row["outputs"]),
            **of.cells(row["coverage"], "covered-"),
            "of": {"programme": row["id"]},
        }
        for row in of.facts["programmes"]
    ]
    title = _("Outputs over the plan, and coverage of the need in the last year")
    table = make_table("compared-outputs", title, columns, rows)
    yield from _moved(of, table, ("programme", "covered-"))
    yield table
