"""A readable program text for each family of rules, so that a change of mathematics shows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from finmodel.program.lp_text import lp_text

from .contract_cases import CONTRACT_CASES
from .small import program

GOLDEN = Path(__file__).parent / "golden"
LITERACY = {"unit_cost": {"teaching": {"amount": 500000}}}

CASES: dict[str, dict[str, Any]] = {
    **CONTRACT_CASES,
    "gap": {
        "question": "gap",
        "objective": ["minimise gap"],
        "programmes": {
            "literacy": {"coverage": {"now": "10%", "target": {"2027": "50%"}}},
            "workshops": {"coverage": {"target": "25%"}},
        },
    },
    "levers": {
        "question": "mobilise",
        "objective": [
            "minimise gap",
            {"then": "minimise risk-weighted cost"},
            {"then": "minimise effort"},
            {"then": "minimise cost of raising"},
        ],
        "programmes": {
            "literacy": {"coverage": {"now": "10%", "target": {"2027": "50%"}}},
            "workshops": {"coverage": {"target": "25%"}},
        },
        "sources": {
            "levy": {
                "kind": "training levy",
                "payroll": 9000,
                "rate": "0.5%",
                "compliance": "80%",
                "only_for": {"programmes": "literacy"},
            },
            "saving": {"kind": "efficiency saving", "amount": {2026: 4, 2027: 5}},
            "bid": {"kind": "grant", "amount": {2026: 10, 2027: 30}},
        },
        "levers": {
            "levy": {"raises": "levy", "from": 2027, "cost_of_raising": "4%", "effort": 3},
            "saving": {"raises": "saving", "risk": "20%", "effort": 2, "all_or_nothing": True},
            "bid": {"raises": "bid", "cost_of_raising": "2%", "risk": "40%", "continues": True},
        },
    },
    "delivery_in_steps": {
        "programmes": {
            "literacy": {
                "coverage": {"at_least": "60%", "at_most": "90%"},
                "benefit": [{"up_to": "50%", "weight": 2}, {"up_to": "100%", "weight": 1}],
                "starts": {"year": 2026, "months_in_first_year": 4},
            }
        }
    },
    "ramp_up": {
        "programmes": {"literacy": {"coverage": {"now": "10%"}, "ramp_up": {"at_most": "50%"}}}
    },
    "carry_over": {"sources": {"state": {"carry_over": "10%"}}},
    "absorption": {"sources": {"state": {"absorption": {"2026": "90%", "2027": "95%"}}}},
    "first_charges": {
        "sources": {
            "state": {"first_charges": {"salaries": {"2026": 30}, "rents": 5}, "absorption": "90%"}
        }
    },
    "grant_by_commitments": {
        "prices": {"exchange_rate": {"USD": {"2026": 3, "2027": 4}}},
        "sources": {
            "grant": {
                "kind": "grant",
                "currency": "USD",
                "commitments": {"2025": 10, "2026": 20},
                "profile": ["30%", "50%", "20%"],
                "certainty": {"2026": "secured", "2027": {"pipeline": "60%"}},
            }
        },
        "count_on": "expected",
    },
    "training_levy": {
        "sources": {
            "levy": {
                "kind": "training levy",
                "payroll": {"2026": 4000, "2027": 5000},
                "rate": "1%",
                "compliance": {"2026": "50%", "2027": "60%"},
                "only_for": {"programme": "workshops"},
            }
        }
    },
    "loan": {
        "prices": {"exchange_rate": {"USD": {"2026": 3, "2027": 4}}},
        "sources": {
            "loan": {
                "kind": "concessional loan",
                "currency": "USD",
                "draw": {"2026": {"at_least": 2, "at_most": 10}, "2027": {"at_most": 5}},
                "limit": 12,
                "terms": {
                    "interest": "2%",
                    "grace": "1 year",
                    "grace_means": "interest only",
                    "maturity": "3 years",
                    "commitment_fee": "1%",
                    "upfront_fee": "0.5%",
                    "serviced_by": "state",
                },
                "only_for": {"category": "capital"},
            },
            "state": {"absorption": "90%"},
        },
    },
    "guarantees": {
        "sources": {
            "bank": {
                "kind": "commercial loan",
                "limit": 40,
                "terms": {"interest": "5%", "maturity": "4 years", "serviced_by": "state"},
            },
            "on_the_bank": {
                "kind": "guarantee",
                "backs": "bank",
                "default_probability": "5%",
                "loss_given_default": "60%",
                "coverage": "80%",
                "called_on": "state",
                "limit": 20,
            },
            "on_employers": {
                "kind": "guarantee",
                "exposure": {"2026": 50, "2027": 70},
                "default_probability": "2%",
                "loss_given_default": "50%",
                "called_on": "state",
            },
        },
        "policies": {
            "together": {
                "guaranteed": {"at_most": {"2026": 75, "2027": 110}},
                "existing": {"2027": 15},
            },
            "on_one": {"guaranteed": {"at_most": 25}, "sources": "on_the_bank"},
        },
    },
    "debt": {
        "prices": {"exchange_rate": {"USD": {"2026": 3, "2027": 4}}},
        "sources": {
            "state": {"first_charges": {"old_debt": 10}},
            "soft": {
                "kind": "concessional loan",
                "currency": "USD",
                "draw": {"2026": {"at_most": 10}, "2027": {"at_most": 5}},
                "terms": {
                    "interest": "1%",
                    "grace": "5 years",
                    "grace_means": "first principal",
                    "maturity": "20 years",
                    "payments_a_year": 2,
                    "serviced_by": "state",
                },
            },
            "bank": {
                "kind": "commercial loan",
                "limit": 40,
                "lender": "domestic",
                "terms": {
                    "interest": "10%",
                    "maturity": "2 years",
                    "profile": "annuity",
                    "serviced_by": "state",
                },
            },
        },
        "policies": {
            "soft_enough": {"grant_element": {"at_least": "20%"}},
            "borrowing": {"new_external_debt": {"at_most": 30}},
            "borrowing_each_year": {"new_external_debt": {"at_most": 25}, "over": "each year"},
            "owed": {"external_debt": {"at_most": 50}, "existing": {"2026": 12, "2027": 10}},
            "affordable": {
                "debt_service": {"at_most": "15%"},
                "of": "state",
                "existing": "old_debt",
            },
            "in_money": {"debt_service": {"at_most": 20}},
        },
    },
    "use_at_least": {"sources": {"state": {"use_at_least": "80%"}}},
    "earmark": {
        "sources": {
            "fund": {
                "kind": "special fund",
                "amount": 40,
                "only_for": {"category": "capital", "years": 2027},
                "not_for": {"region": "west"},
            }
        }
    },
    "local": {
        "sources": {"local": {"kind": "local own revenue", "amounts": {"east": 10, "west": 20}}}
    },
    "formula_transfer": {
        "sources": {
            "transfer": {
                "kind": "earmarked transfer",
                "amount": {"2026": 100, "2027": 80},
                "formula": {"adults": "50%", "equal": "50%"},
                "hold_harmless": {"amounts": {"east": 40, "west": 30}, "lose_at_most": "10%"},
            }
        }
    },
    "results_based_finance": {
        "sources": {
            "results": {
                "kind": "results-based finance",
                "price": 200000,
                "results_of": "literacy",
                "verified_after": 1,
                "results_before": {"2025": 90},
                "at_most": 40,
                "in_all_at_most": 70,
                "only_for": {"programme": "workshops"},
                "certainty": {"2027": {"pipeline": "50%"}},
            }
        },
        "count_on": "expected",
    },
    "household_fee": {
        "sources": {
            "fees": {
                "kind": "household fee",
                "fee": {"2026": 10000, "2027": 20000},
                "users_of": ["literacy", "workshops"],
                "exempt": "25%",
                "collection": "80%",
                "carry_over": "10%",
            }
        }
    },
    "matching_grant": {
        "sources": {
            "grant": {
                "kind": "matching grant",
                "amount": 30,
                "match": {"ratio": 3, "from": "state", "each": "programme"},
            }
        }
    },
    "community_in_kind": {
        "sources": {
            "help": {
                "kind": "community contribution in kind",
                "quantity": {"2026": 1000, "2027": 2000},
                "of": "days of work",
                "valued_at": 20000,
                "pays_at_most": "15%",
                "only_for": {"category": "capital"},
            }
        }
    },
    "pooled_fund": {
        "sources": {
            "pool": {
                "kind": "pooled fund",
                "partners": {
                    "one": {
                        "deposits": {"2026": 20, "2027": 30},
                        "earmark": {"at_least": "40%", "for": {"programme": "literacy"}},
                    },
                    "two": {"deposits": 10},
                },
            }
        }
    },
    "fungibility": {
        "sources": {"aid": {"kind": "grant", "amount": 30}},
        "policies": {
            "on_top": {
                "programme": "workshops",
                "fungibility": {"share": "30%", "baseline": {"2026": 40, "2027": 50}},
            }
        },
    },
    "growth_of_regions": {
        "sources": {"fund": {"kind": "special fund", "amount": 30}},
        "policies": {
            "absorb": {"sources": "fund", "rise": {"at_most": "20%", "plus": 5}},
        },
    },
    "co_financing": {
        "sources": {
            "grant": {
                "kind": "grant",
                "amount": 30,
                "only_for": {"programme": "workshops"},
                "co_financing": {"at_least": "20%", "from": "state"},
            }
        }
    },
    "co_financing_by_region": {
        "sources": {
            "grant": {
                "kind": "grant",
                "amount": 30,
                "co_financing": {"at_least": "20%", "from": "state", "each": "region"},
            }
        }
    },
    "share_of_spending": {
        "policies": {"east_first": {"region": "east", "share_of_spending": {"at_least": "30%"}}}
    },
    "share_of_a_source": {
        "programmes": {"literacy": {"markers": {"gender": 0.5}}},
        "markers": {"gender": "Gender"},
        "policies": {
            "state_for_women": {
                "sources": "state",
                "marker": "gender",
                "of": {"sources": "state"},
                "over": "whole plan",
                "share_of_spending": {"at_least": "20%", "at_most": "40%"},
            }
        },
    },
    "relative_to_mean": {
        "policies": {"near": {"per": "adults", "relative_to_mean": {"at_least": "60%"}}}
    },
    "coverage_floor": {
        "policies": {
            "each": {"programme": "literacy", "years": 2027, "coverage": {"at_least": "5%"}},
            "together": {
                "programme": "workshops",
                "each": "together",
                "coverage": {"at_least": "10%"},
            },
        }
    },
    "stability": {
        "policies": {
            "steady": {"each": "region", "fall": {"at_most": "10%"}, "rise": {"at_most": "50%"}},
            "no_jumps": {"each": "programme", "fall": {"at_most": "20%"}},
        }
    },
    "spending": {
        "policies": {
            "enough": {"region": "west", "spending": {"at_least": {"2026": 20, "2027": 30}}},
            "not_too_much": {
                "sources": "state",
                "category": "capital",
                "each": "region",
                "over": "whole plan",
                "spending": {"at_most": 50},
            },
            "per_head": {"each": "region", "per": "adults", "spending": {"at_least": 5000}},
        }
    },
    "output": {
        "policies": {
            "places": {"programme": "workshops", "output": {"at_least": 5, "at_most": {"2027": 9}}},
            "in_all": {"each": "programme", "over": "whole plan", "output": {"at_least": 7}},
        }
    },
    "gini": {"policies": {"even": {"per": "adults", "gini": {"at_most": "10%"}}}},
    "between_groups": {
        "policies": {
            "near": {"ahead": "east", "behind": "west", "per": "adults", "ratio": {"at_most": 1.5}},
            "nearer": {
                "behind": "west",
                "per": "adults",
                "programme": "literacy",
                "gap_shrinks": {"at_least": "20%"},
            },
        }
    },
    "hold_harmless": {
        "policies": {
            "as_before": {"hold_harmless": {"at_least": "90%"}, "amounts": {"east": 30}},
            "as_at_first": {"each": "west", "hold_harmless": {"at_least": "80%"}},
        }
    },
    "share_of_learners": {
        "target_groups": {"women": {"name": "Women"}},
        "programmes": {
            "literacy": {"reaches": {"women": "60%"}},
            "workshops": {"reaches": {"women": 0.3}},
        },
        "policies": {"women": {"target_group": "women", "share_of_learners": {"at_least": "50%"}}},
    },
    "between_programmes": {
        "policies": {
            "first": {
                "programme": "literacy",
                "requires": "workshops",
                "per_unit": {"at_most": 8},
                "already": 2,
            },
            "with": {
                "programme": "literacy",
                "goes_with": "workshops",
                "each": "together",
                "per_unit": {"at_least": 2, "at_most": 10},
            },
            "same": {"shared_need": {"at_most": "80%"}, "years": 2027},
        }
    },
    "reserve": {
        "sources": {
            "state": {"first_charges": {"rents": 10}},
            "fund": {"kind": "special fund", "amount": 40},
        },
        "policies": {
            "share": {"sources": "state", "reserve": {"share": {"2026": "5%", "2027": "4%"}}},
            "amount": {"sources": "fund", "reserve": {"amount": 3}},
        },
    },
    "may_break": {
        "policies": {
            "east": {
                "region": "east",
                "years": 2026,
                "spending": {"at_least": 30, "at_most": 80},
                "may_break_at": 12,
            },
            "state": {
                "sources": "state",
                "category": "capital",
                "years": 2027,
                "share_of_spending": {"at_most": "10%"},
                "may_break_at": 0.5,
            },
        },
        "objective": [{"first": "maximise benefit"}, {"then": "minimise cost"}],
    },
    "lumps": {"programmes": {"literacy": {"lumps": {"size": 30}}}},
    "lumps_that_stay": {"programmes": {"literacy": {"lumps": {"size": 30, "stay": True}}}},
    "new_regions": {
        "programmes": {
            "literacy": {"coverage": {"by_region": {"east": {"now": "10%"}, "west": {"now": 0}}}}
        },
        "policies": {
            "slowly": {"new_regions": {"at_most": {"2026": 0, "2027": 1}}},
            "workshops": {
                "programme": "workshops",
                "region": "west",
                "new_regions": {"at_most": 1},
                "may_break_at": 9,
            },
        },
    },
    "whole_units": {
        "capacities": {
            "trainers": {
                "name": "Trainers",
                "amount": 12,
                "use": {"literacy": 0.1, "workshops": 0.5},
                "whole_in_each_region": True,
                "stand_ins": {"assistants": 2},
            },
            "assistants": {
                "name": "Assistants",
                "amounts": {"east": 4, "west": 5.5},
                "use": {"literacy": 0.05},
                "whole_in_each_region": True,
            },
        }
    },
    "capacities": {
        "capacities": {
            "trainers": {
                "name": "Trainers",
                "amount": {"2026": 12, "2027": 15},
                "use": {"literacy": 0.1, "workshops": 0.5},
                "stand_ins": {"assistants": 2},
            },
            "assistants": {
                "name": "Assistants",
                "amounts": {"east": 4, "west": {"2026": 5, "2027": 6}},
                "use": {"literacy": 0.05},
            },
        }
    },
    "deviation": {
        "among_equals": {
            "stay_close_to": "plan",
            "coverage": {"literacy": {"east": {"2026": "20%", "2027": "30%"}}},
        },
        "objective": [{"first": "minimise deviation"}, {"then": "maximise benefit"}],
    },
    "lowest_then_the_next": {"objective": ["maximise lowest coverage, then the next"]},
    "stages": {
        "objective": [
            {"first": "maximise lowest coverage", "give_up_at_most": "2%"},
            {"then": "maximise coverage"},
            {"then": "maximise benefit"},
            {"then": "minimise cost"},
        ]
    },
}


@pytest.mark.parametrize("name", CASES)
def test_program_reads_as_recorded(name: str) -> None:
    text = lp_text(program(**CASES[name]))
    file = GOLDEN / f"{name}.lp"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_every_golden_text_has_its_case() -> None:
    assert {file.stem for file in GOLDEN.glob("*.lp")} == set(CASES)
