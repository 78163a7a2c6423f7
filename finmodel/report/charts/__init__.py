"""Altair charts of an allocation; each title says what the chart shows, from its data."""

from finmodel.report.charts.by_year import by_year_chart
from finmodel.report.charts.causes import causes_chart
from finmodel.report.charts.contracts import fiscal_risk_chart, payments_chart, value_chart
from finmodel.report.charts.coverage import coverage_by_region, coverage_chart
from finmodel.report.charts.dumbbells import dumbbells_chart
from finmodel.report.charts.fairness import fairness_chart, goals_map, rules_chart
from finmodel.report.charts.flows import flows_chart
from finmodel.report.charts.gap import chances_chart, gap_chart, who_pays_chart
from finmodel.report.charts.indicators import benchmarks_chart
from finmodel.report.charts.mobilise import closing_chart, levers_chart, waterfall_chart
from finmodel.report.charts.one_more import one_more_chart
from finmodel.report.charts.ribbons import ribbons_chart
from finmodel.report.charts.tiles import tile_map, tiles_chart

__all__ = [
    "benchmarks_chart",
    "by_year_chart",
    "causes_chart",
    "chances_chart",
    "closing_chart",
    "coverage_by_region",
    "coverage_chart",
    "dumbbells_chart",
    "fairness_chart",
    "fiscal_risk_chart",
    "flows_chart",
    "gap_chart",
    "goals_map",
    "levers_chart",
    "one_more_chart",
    "payments_chart",
    "ribbons_chart",
    "rules_chart",
    "tile_map",
    "tiles_chart",
    "value_chart",
    "waterfall_chart",
    "who_pays_chart",
]
