"""Checks on meaning: what a scenario says must hang together. All are run, all are collected."""

from finmodel.scenario.checks.check import CHECKS, Check, Context, run_checks

from finmodel.scenario.checks import figures, gap, ids, money, names, reach, regions, years  # noqa: F401  # isort: skip

__all__ = ["CHECKS", "Check", "Context", "run_checks"]
