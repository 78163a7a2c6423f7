"""Places of a scenario in words: which thing, and what of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finmodel.report.document.subject import Subject
from finmodel.report.languages.language import marked
from finmodel.scenario.names import capacity_names, contract_names, in_words

PARTS = {
    "regions": marked("Regions"),
    "prices": marked("Prices"),
    "national_figures": marked("National figures"),
    "target_groups": marked("Target groups"),
    "objective": marked("Objective"),
}
"""Parts of a scenario whose things have no names of their own in a report."""
FIELDS = {
    "amount": marked("amount"),
    "amounts": marked("amounts"),
    "ceiling": marked("ceiling"),
    "absorption": marked("absorption"),
    "carry_over": marked("carry-over"),
    "certainty": marked("certainty"),
    "pipeline": marked("probability of pipeline money"),
    "co_financing": marked("co-financing"),
    "commitments": marked("commitments"),
    "compliance": marked("compliance"),
    "collection": marked("collection"),
    "draw": marked("what may be drawn"),
    "limit": marked("limit"),
    "first_charges": marked("first charges"),
    "fee": marked("fee"),
    "formula": marked("formula"),
    "match": marked("match"),
    "ratio": marked("ratio"),
    "payroll": marked("payroll"),
    "pays_at_most": marked("share that it pays at most"),
    "price": marked("price"),
    "quantity": marked("quantity"),
    "rate": marked("rate"),
    "terms": marked("terms"),
    "interest": marked("interest"),
    "grace": marked("grace period"),
    "maturity": marked("maturity"),
    "upfront_fee": marked("upfront fee"),
    "use_at_least": marked("least use"),
    "valued_at": marked("value of a unit"),
    "users": marked("users"),
    "unit_cost": marked("unit cost"),
    "need": marked("need"),
    "share": marked("share"),
    "coverage": marked("coverage"),
    "at_least": marked("at least"),
    "at_most": marked("at most"),
    "target": marked("target"),
    "now": marked("today"),
    "by_region": marked("by region"),
    "benefit": marked("benefit"),
    "weight": marked("weight"),
    "up_to": marked("up to"),
    "ramp_up": marked("growth of output"),
    "markers": marked("weights on aims"),
    "reaches": marked("share for target groups"),
    "growth": marked("growth"),
    "exchange_rate": marked("exchange rate"),
    "discount_rate": marked("discount rate"),
    "columns": marked("attributes"),
    "scale_to": marked("total"),
    "unknown": marked("stand-in for unknown figures"),
    "give_up_at_most": marked("what may be given up"),
    "capital": marked("capital"),
    "operation": marked("operation"),
    "revenue": marked("revenue"),
    "risks": marked("risks"),
    "outcomes": marked("outcomes"),
    "cost": marked("cost"),
    "probability": marked("probability"),
    "comparator": marked("comparator"),
    "competitive_neutrality": marked("competitive neutrality"),
    "contract_management": marked("contract management"),
    "deductions": marked("deductions"),
    "delivers": marked("what it delivers"),
    "outputs_a_year": marked("outputs a year"),
    "outcomes_a_year": marked("outcomes a year"),
    "termination": marked("termination"),
    "exposure": marked("exposure"),
    "threshold": marked("threshold"),
    "starts": marked("start"),
    "months_in_first_year": marked("months in the first year"),
    "gdp": marked("gross domestic product"),
    "public_expenditure": marked("public expenditure"),
    "education_spending": marked("education spending"),
    "lumps": marked("lumps"),
    "size": marked("size"),
}
"""Keys of a scenario as words; other keys are ids that somebody gave."""
SILENT = ("always", "list", "attributes", "values")
PLACELESS = re.compile(r"^\d")


def place_label(about: Subject, path: Sequence[object]) -> str:
    """Say in words what stands at a place of the scenario."""
    _ = about.words
    part, *keys = (str(key) for key in path)
    names = _names(about, part)
    opening = [names.pop(keys.pop(0))] if keys and keys[0] in names else []
    if not opening and part in PARTS and part != "regions":
        opening = [_(PARTS[part])]
    columns = about.scenario.regions.columns
    if part == "regions":
        keys = [key for key in keys if key not in SILENT]
        if keys and keys[0] in about.view.regions:
            opening = [about.view.regions[keys.pop(0)]]
        opening = opening or [_(PARTS["regions"])]
    said = []
    for key in keys:
        if key in SILENT or (PLACELESS.match(key) and part != "sources"):
            continue
        title = columns[key].title if part == "regions" and key in columns else None
        if title is not None:
            said.append(title.read(about.code))
        elif key in FIELDS:
            said.append(_(FIELDS[key]))
        else:
            said.append(about.view.regions.get(key) or in_words(key))
    return ": ".join([*opening, ", ".join(said)] if said else opening or [in_words(part)])


def _names(about: Subject, part: str) -> dict[str, str]:
    """Names of the things in a part of the scenario."""
    scenario = about.scenario
    if part == "programmes":
        return dict(about.view.programmes)
    if part == "sources":
        return dict(about.view.sources)
    if part == "contracts":
        return contract_names(scenario, about.code)
    if part == "capacities":
        return capacity_names(scenario, about.code)
    if part == "policies":
        return {
            key: (policy.name.read(about.code) if policy.name else "") or in_words(key)
            for key, policy in scenario.policies.items()
        }
    return {}
