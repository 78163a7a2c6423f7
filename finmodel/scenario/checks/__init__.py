"""Checks on meaning: what a scenario says must hang together. All are run, all are collected."""

from importlib import import_module

from finmodel.scenario.checks.check import CHECKS, Check, Context, run_checks

SUBJECTS = (
    "addressed_to",
    "contracts",
    "earnings",
    "debt",
    "figures",
    "fungibility",
    "gap",
    "glossary",
    "guarantees",
    "ids",
    "levers",
    "loans",
    "lumps",
    "money",
    "names",
    "national_figures",
    "policies",
    "pooled",
    "reach",
    "regions",
    "rounding",
    "transfers",
    "years",
)
"""Modules that hold checks; each registers its own when it is imported."""

for _subject in SUBJECTS:
    import_module(f"{__name__}.{_subject}")

__all__ = ["CHECKS", "Check", "Context", "run_checks"]
