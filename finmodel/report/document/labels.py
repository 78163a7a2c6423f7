"""Places of a scenario in words: which thing, and what of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finmodel.report.document.subject import Subject
from finmodel.report.languages.language import Language, marked
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
    "share_of_spending": marked("share of spending"),
    "share_of_learners": marked("share of learners"),
    "relative_to_mean": marked("against the mean"),
    "fall": marked("fall"),
    "rise": marked("rise"),
    "spending": marked("spending"),
    "output": marked("output"),
    "gini": marked("Gini coefficient"),
    "ppp_payments": marked("payments to partners"),
    "debt_service": marked("debt service"),
    "external_debt": marked("external debt"),
    "new_external_debt": marked("new external debt"),
    "grant_element": marked("grant element"),
    "guaranteed": marked("guaranteed amount"),
    "contingent": marked("contingent payments"),
    "existing": marked("existing amount"),
    "fungibility": marked("fungibility"),
    "gap_shrinks": marked("shrinking of the gap"),
    "hold_harmless": marked("no losses"),
    "may_break_at": marked("price of breaking it"),
    "new_regions": marked("new regions"),
    "reserve": marked("reserve"),
    "per_unit": marked("per unit"),
    "per": marked("per head of"),
    "each": marked("for each"),
    "of": marked("of"),
    "over": marked("over"),
    "years": marked("years"),
    "programmes": marked("programmes"),
    "programme": marked("programme"),
    "sources": marked("sources"),
    "themes": marked("themes"),
    "marker": marked("aim"),
    "categories": marked("categories"),
    "contracts": marked("contracts"),
    "target_group": marked("target group"),
    "learning_city_areas": marked("learning-city areas"),
    "negotiable": marked("negotiable"),
    "requires": marked("requires"),
    "goes_with": marked("goes with"),
    "shared_need": marked("shared need"),
    "ahead": marked("ahead"),
    "behind": marked("behind"),
    "already": marked("already there"),
    "domestic": marked("domestic"),
    "external": marked("external"),
    "table": marked("table"),
    "name": marked("name"),
    "all_or_nothing": marked("all or nothing"),
    "already_paid": marked("already paid"),
    "base_year": marked("base year"),
    "baseline": marked("baseline"),
    "borne_by": marked("borne by"),
    "budget": marked("budget headings"),
    "burden": marked("burden"),
    "by_need": marked("by need"),
    "capital_grant": marked("capital grant"),
    "cases": marked("cases"),
    "category": marked("category"),
    "clawed_back_above": marked("clawed back above"),
    "commitment_fee": marked("commitment fee"),
    "cost_of_raising": marked("cost of raising"),
    "count_on": marked("money counted on"),
    "currency": marked("currency"),
    "debt_carrying_capacity": marked("debt carrying capacity"),
    "default_probability": marked("probability of default"),
    "deposits": marked("deposits"),
    "dividends": marked("dividends"),
    "each_region": marked("in each region"),
    "earmark": marked("earmark"),
    "effort": marked("effort"),
    "exempt": marked("exempt"),
    "from": marked("from"),
    "grace_means": marked("meaning of grace"),
    "grant": marked("grant"),
    "in_all_at_most": marked("in all at most"),
    "income": marked("income"),
    "indexed": marked("indexed to"),
    "item": marked("economic item"),
    "kind": marked("kind"),
    "lose_at_most": marked("loses at most"),
    "loss_given_default": marked("loss in default"),
    "more_for": marked("more for"),
    "new_policy": marked("new policy"),
    "not_for": marked("not for"),
    "nothing_below": marked("nothing below"),
    "of_forecast": marked("of forecast"),
    "only_for": marked("only for"),
    "operates": marked("operates"),
    "paid_after": marked("paid after"),
    "paid_by": marked("paid by"),
    "paid_to": marked("paid to"),
    "partners": marked("partners"),
    "payment": marked("payment"),
    "payments_a_year": marked("payments a year"),
    "pays_in": marked("pays in"),
    "people": marked("people"),
    "performance": marked("performance"),
    "performance_fee": marked("performance fee"),
    "plus": marked("plus"),
    "price_year": marked("price year"),
    "profile": marked("profile"),
    "public_share": marked("public share"),
    "regional": marked("regional prices"),
    "regional_cost_index": marked("regional cost index"),
    "results_before": marked("results before"),
    "royalty": marked("royalty"),
    "serviced_by": marked("serviced by"),
    "shared_among": marked("shared among"),
    "shares": marked("shares"),
    "sign": marked("signing"),
    "stage": marked("stage"),
    "stand_ins": marked("stand-ins"),
    "theme": marked("theme"),
    "verified_after": marked("verified after"),
    "weights": marked("weights"),
    "year": marked("year"),
}
"""Keys of a scenario as words; other keys are ids that somebody gave."""
SILENT = ("always", "list", "attributes", "values")
PLACELESS = re.compile(r"^\d")


def field_words(language: Language, key: str) -> str:
    """A key of a scenario in words of a language; an id in its own."""
    return language.gettext(FIELDS[key]) if key in FIELDS else in_words(key)


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
        opening = opening or [_(PARTS[part])]
    said = []
    for key in keys:
        if key in SILENT or (PLACELESS.match(key) and part != "sources"):
            continue
        title = columns[key].title if part == "regions" and key in columns else None
        if title is not None:
            said.append(title.read(about.code))
        else:
            said.append(about.view.regions.get(key) or field_words(about.language, key))
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
