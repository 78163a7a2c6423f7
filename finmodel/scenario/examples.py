"""An example of each policy, kind of source, capacity and goal, as a planner would write it."""

from __future__ import annotations

EXAMPLES: dict[str, str] = {
    # Policies, by the key that they measure by.
    "share_of_spending": "aimags_first: {regions: aimags, share_of_spending: {at_least: 55%}}",
    "spending": "enough_each: {each: region, per: adults, spending: {at_least: 20000}}",
    "output": "courses: {programme: literacy, output: {at_least: {2028: 900, 2029-2030: 1200}}}",
    "coverage": "herders: {programme: mobile_learning, each: aimags, coverage: {at_least: 4%}}",
    "relative_to_mean": "nobody_behind: {per: adults, relative_to_mean: {at_least: 60%}}",
    "gini": "even: {per: adults, gini: {at_most: 10%}}",
    "ratio": "near: {ahead: city, behind: aimags, per: adults, ratio: {at_most: 130%}}",
    "gap_shrinks": "closer: {ahead: city, behind: west, per: adults, gap_shrinks: {at_least: 5%}}",
    "hold_harmless": "no_losses: {hold_harmless: {at_least: 95%}, table: last_year.csv}",
    "fall": "no_sudden_cuts: {each: region, fall: {at_most: 10%}, rise: {at_most: 50%}}",
    "share_of_learners": "women: {target_group: women, share_of_learners: {at_least: 50%}}",
    "requires": "first: {programme: courses, requires: workshops, per_unit: {at_most: 40}}",
    "goes_with": "books: {programme: literacy, goes_with: books, per_unit: {at_least: 0.8}}",
    "shared_need": "same_people: {programmes: [evening, online], shared_need: {at_most: 100%}}",
    "new_regions": "slowly: {programme: learning_cities, new_regions: {at_most: 3}}",
    "reserve": "rainy_days: {sources: state_budget, reserve: {share: 2%}}",
    "fungibility": "on_top: {fungibility: {share: 30%, baseline: 450}, external: [grant, loan]}",
    "ppp_payments": "ppp_limit: {ppp_payments: {at_most: 12%, of: state_budget}, "
    "existing: {2026: 200}}",
    "commitments": "ppp_stock: {commitments: {at_most: 5%, base: {2026: 90000, 2027: 97000}}}",
    "contingent": "guarantees: {contingent: {at_most: 400}, contracts: toll_hubs}",
    "grant_element": "soft_loans: {grant_element: {at_least: 35%}}",
    "new_external_debt": "borrowing: {new_external_debt: {at_most: 60000}}",
    "external_debt": "debt: {external_debt: {at_most: 90000}, existing: 20000}",
    "guaranteed": "promises: {guaranteed: {at_most: 500}}",
    "debt_service": "affordable: {debt_service: {at_most: 15%}, of: state_budget}",
    # Kinds of sources.
    "central budget": "state_budget: {kind: central budget, ceiling: {2026: 500, 2027: 550}}",
    "local own revenue": "local: {kind: local own revenue, table: local_budgets.csv}",
    "earmarked transfer": "transfer: {kind: earmarked transfer, amount: 90, "
    "formula: {adults: 70%, equal: 30%}}",
    "special fund": "fund: {kind: special fund, amount: 80, only_for: {themes: skills}}",
    "training levy": "levy: {kind: training levy, payroll: 90000, rate: 1%, compliance: 60%, "
    "only_for: {themes: skills}}",
    "household fee": "fees: {kind: household fee, fee: 20000, users_of: courses, exempt: 30%, "
    "collection: 90%}",
    "results-based finance": "results: {kind: results-based finance, price: 50000, "
    "results_of: literacy}",
    "grant": "grant: {kind: grant, currency: USD, commitments: {2026: 6}, "
    "profile: [20%, 40%, 40%]}",
    "matching grant": "match: {kind: matching grant, amount: 20, "
    "match: {ratio: 3, from: employers}}",
    "pooled fund": "pool: {kind: pooled fund, partners: {a: {deposits: 9}, b: {deposits: 4, "
    "earmark: {at_least: 30%, for: {themes: skills}}}}}",
    "community contribution in kind": "work: {kind: community contribution in kind, "
    "quantity: 5000, of: days of work, valued_at: 40000, pays_at_most: 20%, "
    "only_for: {categories: capital}}",
    "efficiency saving": "bulk_buying: {kind: efficiency saving, amount: 4}",
    "concessional loan": "loan: {kind: concessional loan, draw: {2026-2027: {at_most: 15}}, "
    "terms: {interest: 2%, grace: 5 years, grace_means: interest only, maturity: 25 years, "
    "serviced_by: state}}",
    "commercial loan": "bank: {kind: commercial loan, limit: 30, lender: domestic, "
    "terms: {interest: 12%, maturity: 4 years, serviced_by: state}}",
    "guarantee": "guarantee: {kind: guarantee, exposure: 200, default_probability: 5%, "
    "loss_given_default: 60%, coverage: 80%, called_on: state}",
    "private donor": "foundation: {kind: private donor, amount: 5}",
    "private contribution": "employers: {kind: private contribution, amount: 12}",
    "community contribution": "communities: {kind: community contribution, amount: 3}",
    # Goals of the objective.
    "maximise benefit": "{then: maximise benefit}",
    "maximise coverage": "{then: maximise coverage}",
    "maximise lowest coverage": "{first: maximise lowest coverage, give_up_at_most: 2%}",
    "maximise lowest coverage, then the next": '{first: "maximise lowest coverage, then the next"}',
    "minimise cost": "{then: minimise cost}",
    "minimise deviation": "{first: minimise deviation, give_up_at_most: 5%}",
    "minimise gap": "{first: minimise gap}",
    "minimise cost of raising": "{then: minimise cost of raising}",
    "minimise risk-weighted cost": "{then: minimise risk-weighted cost}",
    "minimise effort": "{then: minimise effort}",
    "minimise new debt": "{then: minimise new debt}",
    # Ways to raise more.
    "levers": "payroll_levy: {raises: training_levy, from: 2028, cost_of_raising: 3%, effort: 4}",
    # What comes whole or not at all.
    "lumps": "lumps: {size: 1, stay: yes}",
    # What is scarce besides money.
    "capacities": "trainers: {name: Trainers, amount: 400, use: {literacy: 0.02}}",
}
"""Examples, by the word that the reference explains."""
