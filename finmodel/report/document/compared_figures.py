"""Figures of a comparison: what moved from one allocation to another, and by which cause."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from finmodel.report.charts.causes import causes_chart
from finmodel.report.charts.dumbbells import dumbbells_chart
from finmodel.report.document.ledger.origins import Origin, Plus, Sum, times
from finmodel.report.document.parts import Cell, Drawn, Figure, Table, Words
from finmodel.report.document.saying import Saying
from finmodel.report.document.shown import shown_alone


def dumbbells_figure(
    say: Saying, id: str, table: Table, keys: tuple[str, str, str], picks: str = ""
) -> Figure | None:
    """Draw where things stood in one allocation and stand in another.

    Parameters
    ----------
    say : Saying
        Puts sentences together.
    id : str
        Of the figure.
    table : Table
        One row for each thing, with shares of both allocations.
    keys : (str, str, str)
        Columns of the name, of the share in the first allocation, and in the second.
    picks : str
        Field by which tables are filtered, if choosing a point is to do so.

    Returns
    -------
    Figure or None
        None where no thing stands in both.
    """
    _ = say.language.gettext
    name, first, second = keys
    labels = {column.key: column.label for column in table.columns}
    rows = pd.DataFrame(
        {
            "name": table.rows[name].astype(str),
            "first": table.rows[first],
            "second": table.rows[second],
            "row": range(len(table.rows)),
        }
    ).dropna()
    if rows.empty:
        return None
    if picks:
        rows[picks] = rows["name"]
    moved = {
        str(thing): (old, new)
        for thing, old, new in zip(rows["name"], rows["first"], rows["second"], strict=True)
    }
    most = max(moved, key=lambda thing: abs(moved[thing][1] - moved[thing][0]))
    old, new = (
        say.share(share, Cell(table.id, key, [most]), decimals=1)
        for share, key in zip(moved[most], (first, second), strict=True)
    )
    if old.text == new.text:
        finding = Words(_("Every share stays the same"))
    else:
        finding = say.words(
            "{name} moves most: {old} before, {new} now", name=most, old=old, new=new
        )
    note = _(
        "A line joins where a row stood and where it stands now; the axis need not begin at zero"
    )
    heads, sides = (labels[name], _("share")), (labels[first], labels[second])
    chart = dumbbells_chart(rows, sides, heads, finding.text, note)
    mine = {"name": name}
    drawn = [
        Drawn("first", first, mine, some=True),
        Drawn("second", second, mine, some=True),
        Drawn("share", first, mine, {"side": labels[first]}, some=True),
        Drawn("share", second, mine, {"side": labels[second]}, some=True),
    ]
    columns = (first, second)
    return Figure(id, finding.text, chart, table.id, picks, columns, drawn, ("row",), finding)


def causes_figure(
    say: Saying,
    id: str,
    table: Table,
    keys: tuple[str, str],
    ends: Sequence[tuple[str, float]],
    unit: tuple[str, int],
) -> Figure:
    """Draw a table of causes as a waterfall from one total to another.

    Parameters
    ----------
    say : Saying
        Puts sentences together.
    id : str
        Of the figure.
    table : Table
        One row for each cause.
    keys : (str, str)
        Columns of the cause and of the money that it moved [currency].
    ends : sequence of (str, float)
        Name and money [currency] of the first and of the second allocation.
    unit : (str, int)
        Unit of money, and place of the second allocation among those of the ledger.
    """
    _ = say.language.gettext
    name, money = keys
    words, other = unit
    scale = say.scale
    moves = {str(cause): float(each) for cause, each in table.rows[[name, money]].itertuples(False)}
    told = shown_alone(table, say.language.code, words, scale, say.decimals)
    cells = next(each.cells for each in told if each.column.key == money)
    causes = [
        (cause, each / scale, cell)
        for (cause, each), cell in zip(moves.items(), cells, strict=True)
    ]
    totals = [(end, total / scale, str(say.money(total))) for end, total in ends]
    if any(moves.values()):
        most = max(moves, key=lambda cause: abs(moves[cause]))
        moved = say.moved(moves[most], Cell(table.id, money, [most]))
        finding = say.words(
            "{cause} moves most: {moved} {unit}", cause=most, moved=moved, unit=words
        )
    else:
        finding = Words(_("No change of input moves any money"))
    note = _("{unit}; the axis begins near the totals, not at zero", unit=words)
    label = next(column.label for column in table.columns if column.key == name)
    chart = causes_chart(totals, causes, (label, words), finding.text, note)
    drawn = [
        Drawn("amount", money, {"name": name}, words="words"),
        Drawn("to", money, {"name": name}, less="from"),
    ]
    first, last = (_total_of(side, scale) for side in (0, other))
    for (end, _amount), origin in zip(ends, (first, last), strict=True):
        drawn.append(Drawn("right", only={"name": end}, exactly=origin, words="words"))
    for at, cause in enumerate(moves):
        before = Sum("causes", "money", {"other": other, "cause": tuple(range(at))})
        level = Plus(((1.0, first), (1.0 / scale, before)))
        drawn.append(Drawn("from", only={"name": cause}, exactly=level))
    places = ("beside", "colour")
    return Figure(id, finding.text, chart, table.id, "", (money,), drawn, places, finding)


def _total_of(side: int, scale: int) -> Origin:
    """What the sources of a side pay, in a unit of so much currency."""
    return times(1.0 / scale, Sum("paid", where={"funded": True}, side=side))
