"""Mongolia's scenario: its totals, its traps, and every computed number in its README."""

from __future__ import annotations

import csv
import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.allocation.proof.verify import verify
from finmodel.panel.build import build_panel
from finmodel.panel.contract_values import contract_values
from finmodel.panel.panel import Floats, Panel
from finmodel.program.build import build_program
from finmodel.report.money import rounded_to_total
from finmodel.scenario.load import load_scenario
from finmodel.scenario.policies import (
    CoverageFloor,
    Guaranteed,
    NewExternalDebt,
    PaymentsCap,
    RelativeToMean,
    ShareOfSpending,
    Stability,
)
from finmodel.scenario.provenance import figures
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources import (
    CentralBudget,
    CommunityContribution,
    CommunityInKind,
    ConcessionalLoan,
    EarmarkedTransfer,
    Grant,
    Guarantee,
    LocalOwnRevenue,
    MatchingGrant,
    PrivateContribution,
    ResultsBasedFinance,
    SpecialFund,
    TrainingLevy,
)
from finmodel.solve.run import solve_program

FOLDER = Path(__file__).parents[2] / "scenarios" / "mongolia-lifelong-learning"
EDUCATION_SPENDING_2025 = 3_800_000
GOVERNMENT_EXPENDITURE_2025 = 31_289_204.3
PEOPLE_2025 = 3_591_120
LEARNING_CITY_MEMBERS = {"UB-51107", "MN-035"}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(FOLDER).scenario


@pytest.fixture(scope="module")
def panel(scenario: Scenario) -> Panel:
    return build_panel(scenario)


@pytest.fixture(scope="module")
def readme() -> str:
    return (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, str]]:
    with (FOLDER / "regions.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def money(panel: Panel, *sources: str) -> Floats:
    """Most that some sources have in each year; all that bring money where none is named."""
    cash = [key for key, source in panel.scenario.sources.items() if source.cash]
    chosen = [panel.positions["source"][key] for key in sources or cash]
    return np.asarray(panel.pots.most[np.isin(panel.pots.source, chosen)].sum(axis=0))


def cost(panel: Panel, output: Floats) -> Floats:
    return np.asarray(np.einsum("prkt,prt->t", panel.unit_cost, output))


def table_row(readme: str, start: str) -> list[float]:
    line = next(line for line in readme.splitlines() if line.startswith(f"| {start}"))
    return [float(cell.replace(",", "")) for cell in line.split("|")[2:-1]]


def test_thirty_regions_receive_money(scenario: Scenario) -> None:
    leaves = scenario.regions.leaves()
    types = [scenario.regions.list[key].type for key in leaves]
    assert (len(leaves), types.count("aimag"), types.count("district")) == (30, 21, 9)
    assert set(scenario.regions.members("ulaanbaatar")) == set(scenario.regions.below("MN-1"))
    assert "MN-1" not in leaves


def test_everything_has_an_english_and_a_mongolian_name(scenario: Scenario) -> None:
    named = [
        *scenario.regions.list.values(),
        *scenario.regions.groups.values(),
        *scenario.programmes.values(),
        *scenario.sources.values(),
        *scenario.policies.values(),
        *scenario.target_groups.values(),
    ]
    texts = [thing.name for thing in named] + [scenario.title]
    texts += [*scenario.themes.values(), *scenario.markers.values()]
    texts += [column.title for column in scenario.regions.columns.values()]
    for text in texts:
        assert text is not None
        assert set(text.root) == {"en", "mn"}
        assert any("а" <= letter <= "я" for letter in text.root["mn"].casefold())
        assert text.root["mn"] != text.root["en"]


def test_tiles_do_not_collide_and_lie_close(scenario: Scenario) -> None:
    tiles = [scenario.regions.list[key].tile for key in scenario.regions.leaves()]
    assert len(set(tiles)) == 30
    known = [tile for tile in tiles if tile is not None]
    assert len(known) == 30
    assert max(column for column, _ in known) <= 12
    assert max(row for _, row in known) <= 7
    for column, row in known:
        sides = itertools.product((-1, 0, 1), (-1, 0, 1))
        around = {(column + x, row + y) for x, y in sides if (x, y) != (0, 0)}
        assert around & set(known)


def test_two_regions_called_sukhbaatar(scenario: Scenario) -> None:
    same = [
        key for key, region in scenario.regions.list.items() if region.name.read() == "Sükhbaatar"
    ]
    assert sorted(same) == ["MN-051", "UB-51119"]


def test_adults_are_population_times_share(rows: dict[str, dict[str, str]]) -> None:
    for row in rows.values():
        product = int(row["population_2020"]) * float(row["share_15plus"])
        assert abs(int(row["adults_15plus"]) - product) <= 0.5


def test_people_and_adults(panel: Panel, rows: dict[str, dict[str, str]], readme: str) -> None:
    leaves = [rows[key] for key in panel.regions]
    population = sum(int(row["population_2020"]) for row in leaves)
    written = sum(int(row["adults_15plus"]) for row in leaves)
    assert (population, written) == (3_253_283, 2_210_701)
    assert panel.attributes["population_2020"].sum() == population
    assert panel.attributes["adults_15plus"].sum() == pytest.approx(2_440_000, abs=1e-3)
    assert round(PEOPLE_2025 * 0.68, -4) == 2_440_000
    assert round(written / population, 2) == 0.68
    aimags = panel.region_members("aimags")
    share = panel.attributes["adults_15plus"][aimags].sum() / 2_440_000
    assert f"hold {share:.0%} of adults" in readme
    assert f"{population:,} residents" in readme
    assert f"{written:,} in the table" in readme


def test_the_districts_add_up_to_the_capital(rows: dict[str, dict[str, str]]) -> None:
    districts = [row for row in rows.values() if row["parent"] == "MN-1"]
    capital = rows["MN-1"]
    for column in ("population_2020", "herder_households", "centres"):
        known = [row[column] for row in districts if row[column] != "none recorded"]
        assert sum(map(int, known)) == int(capital[column])


def test_herders_and_blanks(panel: Panel, rows: dict[str, dict[str, str]], readme: str) -> None:
    blank = {key for key, row in rows.items() if row["herder_households"] == "none recorded"}
    assert blank == {"UB-51107", "UB-51119", "UB-51125"}
    assert panel.attributes["herder_households"].sum() == 180_563
    assert "Herder households (180,563)" in readme
    assert "the city's 2,879" in readme
    unknown = [key for key, row in rows.items() if row["poverty_rate"] == "unknown"]
    assert set(unknown) == {key for key, row in rows.items() if row["type"] == "district"}
    for key in unknown:
        assert panel.attributes["poverty_rate"][panel.positions["region"][key]] == 25.9


def test_centres_and_workshops(panel: Panel, readme: str) -> None:
    assert panel.attributes["centres"].sum() == 354
    workshops = panel.need[panel.positions["programme"]["tvet_workshops"], :, 0].sum()
    assert f"by 2030, {workshops:.0f} in all" in readme


def test_learning_cities(panel: Panel) -> None:
    """Two members from the start, then at most three new cities a year."""
    need = panel.need[panel.positions["programme"]["learning_city_plans"]]
    first = {panel.regions[r] for r in np.nonzero(need[:, 0])[0]}
    assert first == LEARNING_CITY_MEMBERS
    assert (np.diff(need.sum(axis=0)) <= 3).all()
    assert (np.diff(need, axis=1) >= 0).all()
    assert need[:, -1].sum() == 8


def test_money_of_each_year(panel: Panel, readme: str) -> None:
    assert money(panel).tolist() == pytest.approx([99_600, 111_680, 123_840, 135_500, 148_080])
    assert table_row(readme, "money from all sources") == rounded_to_total(money(panel).tolist())
    in_kind = money(panel, "community_work")
    assert ((in_kind > 0.01 * money(panel)) & (in_kind < 0.03 * money(panel))).all()


def test_size_against_national_figures(panel: Panel, readme: str) -> None:
    first = money(panel)[0]
    adults = panel.attributes["adults_15plus"].sum()
    assert f"{first / EDUCATION_SPENDING_2025:.1%} of education spending in 2025" in readme
    assert f"{first / GOVERNMENT_EXPENDITURE_2025:.2%} of government expenditure" in readme
    assert f"{first * 1e6 / adults:,.0f} MNT for each of {adults:,.0f} adults" in readme
    rest = 300_000 / (EDUCATION_SPENDING_2025 * 0.3)
    assert 0.25 <= rest <= 0.27


def test_mix_of_sources(scenario: Scenario, panel: Panel, readme: str) -> None:
    sources = scenario.sources
    grants = [key for key, each in sources.items() if each.funding and not each.domestic]
    total = money(panel)[0]
    shares = {
        "the state budget gives": ["state_budget"],
        "local budgets": ["local_budgets"],
        "grants": grants,
        "the loan": ["concessional_loan"],
        "the Employment Promotion Fund": ["employment_promotion_fund"],
        "the Local Development Fund": ["local_development_fund"],
        "employers": ["employers", "training_levy"],
        "communities": ["communities"],
    }
    cash = [key for key, source in sources.items() if source.cash]
    assert not sources["start_up_guarantee"].cash
    assert sorted(key for keys in shares.values() for key in keys) == sorted(cash)
    assert len(cash) == 13
    for words, keys in shares.items():
        assert f"{words} {money(panel, *keys)[0] / total:.1%}" in readme
    dollars = money(panel, *grants)[0] / 3600
    assert dollars == pytest.approx(3.0)


def test_floors_money_and_ceilings(panel: Panel, readme: str) -> None:
    floors, ceilings = cost(panel, panel.need * panel.floor), cost(panel, panel.reachable)
    assert (floors < 0.5 * money(panel)).all()
    assert (ceilings > 1.15 * money(panel)).all()
    assert table_row(readme, "cost of all programmes at their floors") == rounded_to_total(
        floors.tolist()
    )
    assert table_row(readme, "cost of all programmes at their ceilings") == rounded_to_total(
        ceilings.tolist()
    )


def test_posts_in_centres_are_paid_from_elsewhere(panel: Panel, readme: str) -> None:
    posts = np.einsum("prkt,prt->t", panel.baseline_cost, panel.reachable)
    assert posts[0] == pytest.approx(354 * 63)
    assert table_row(readme, "posts in centres") == rounded_to_total(posts.tolist())


def test_herders_begin_in_september(panel: Panel) -> None:
    months = panel.months[panel.positions["programme"]["mobile_herder_learning"]]
    assert months.tolist() == pytest.approx([4 / 12, 1, 1, 1, 1])


def test_programmes_and_headings(scenario: Scenario) -> None:
    assert len(scenario.programmes) == 16
    for programme in scenario.programmes.values():
        assert programme.theme in scenario.themes
        assert programme.learning_city_area is not None
        budget = programme.budget
        assert budget.function is not None
        assert budget.function[:3] in ("09.", "10.")
        assert None not in (budget.decides, budget.spends, budget.delivers)
        assert all(line.item is not None for line in programme.unit_cost.values())


def test_only_sourced_figures_are_called_official_or_derived(scenario: Scenario) -> None:
    """A status above illustrative needs a source, and no figure of money has one."""
    columns = scenario.regions.columns
    firm = {key for key, column in columns.items() if column.status in ("official", "derived")}
    assert firm == {
        "population_2020",
        "share_15plus",
        "adults_15plus",
        "herder_households",
        "poverty_rate",
    }
    assert all(columns[key].source and columns[key].year for key in firm)
    for programme in scenario.programmes.values():
        figures = [programme, programme.need, programme.coverage, *programme.unit_cost.values()]
        assert all(figure.status is None for figure in figures)
    assert all(source.status is None for source in scenario.sources.values())
    assert scenario.unless_stated == "illustrative"


def test_every_kind_of_rule_appears(scenario: Scenario) -> None:
    sources = scenario.sources.values()
    earmarks = [source.only_for for source in sources if source.only_for is not None]
    for key in ("programmes", "themes", "regions", "categories", "years"):
        assert any(getattr(earmark, key) is not None for earmark in earmarks), key
    for key in ("not_for", "co_financing", "carry_over", "use_at_least", "absorption"):
        assert any(getattr(source, key) is not None for source in sources), key
    kinds = {type(policy) for policy in scenario.policies.values()}
    assert kinds == {
        ShareOfSpending,
        RelativeToMean,
        CoverageFloor,
        Stability,
        PaymentsCap,
        NewExternalDebt,
        Guaranteed,
    }
    forms = {contract.kind for contract in scenario.contracts.values()}
    assert forms == {"availability payment", "viability gap", "outcome contract"}
    loan = scenario.sources["concessional_loan"]
    assert isinstance(loan, ConcessionalLoan)
    assert loan.only_for is not None
    assert loan.only_for.categories == ("capital",)


def test_local_money_names_each_region_once(scenario: Scenario) -> None:
    """A region has one purse in each local source: a parent's row and its own never meet."""
    local, fund = (scenario.sources[key] for key in ("local_budgets", "local_development_fund"))
    assert isinstance(local, LocalOwnRevenue)
    purses = [scenario.regions.below(region) for region in local.amounts]
    paid = [leaf for leaves in purses for leaf in leaves]
    assert sorted(paid) == sorted(scenario.regions.leaves())
    assert isinstance(fund, EarmarkedTransfer)
    assert set(fund.homes(scenario.regions)) == set(scenario.regions.members("aimags"))


KINDS = (
    CentralBudget,
    LocalOwnRevenue,
    EarmarkedTransfer,
    SpecialFund,
    Grant,
    MatchingGrant,
    ResultsBasedFinance,
    ConcessionalLoan,
    PrivateContribution,
    TrainingLevy,
    CommunityContribution,
    CommunityInKind,
    Guarantee,
)


def test_kinds_and_certainty_of_money(scenario: Scenario, readme: str) -> None:
    assert {type(source) for source in scenario.sources.values()} == set(KINDS)
    levy, results, fund = (
        scenario.sources[key] for key in ("training_levy", "results_tvet", "local_development_fund")
    )
    assert isinstance(levy, TrainingLevy)
    assert isinstance(results, ResultsBasedFinance)
    assert isinstance(fund, EarmarkedTransfer)
    assert fund.formula is not None
    assert f"{levy.rate.at(2027):.1%} of payroll, from 2027" in readme
    assert f"{results.price.at(2027):g} USD for each certified learner" in readme
    weights = [
        f"{fund.formula[key]:.0%}" for key in ("equal", "adults_15plus", "herder_households")
    ]
    assert "{} equally, {} by adults, {} by herder households".format(*weights) in readme
    pipeline = {
        "training_levy": 0.5,
        "results_tvet": 0.6,
        "grant_inclusion": 0.6,
        "grant_west": 0.7,
        "grant_green_digital": 0.4,
    }
    for key, chance in pipeline.items():
        certainty = scenario.sources[key].certainty
        assert certainty is not None
        certain = certainty.at(2028)
        assert certain is not None
        assert certain.pipeline == chance
        assert re.search(f"pipeline at (60% and )?{chance:.0%}", readme)


def test_the_risks_that_partners_take_decide_whether_their_contracts_pay(
    panel: Panel, readme: str
) -> None:
    values = contract_values(panel)
    assert {value.contract for value in values} == set(panel.scenario.contracts)
    for value in values:
        assert 0 < value.break_even_risk_transfer < value.transferable_risk
    signings = panel.signings
    places = range(len(signings.contracts))
    private = [signings.private[signings.contract == place][0].sum() for place in places]
    assert f"about {sum(private) / 1000:.1f} billion MNT of private capital" in readme


def test_the_gap_is_of_full_targets(readme: str) -> None:
    panel = build_panel(load_scenario(FOLDER / "financing-gap.yaml").scenario)
    targets = cost(panel, panel.reachable)
    assert 175_000 < targets[0] < 185_000
    assert 265_000 < targets[-1] < 275_000
    row = table_row(readme, "cost of the targets of `financing-gap.yaml`")
    assert row == rounded_to_total(targets.tolist())


def test_all_rules_can_be_kept_and_the_money_spent(panel: Panel) -> None:
    program = build_program(panel)
    solution = solve_program(program)
    lowest, _ = (stage.value for stage in solution.stages)
    assert 0.70 < lowest < 0.85
    used = np.zeros(len(panel.sources))
    for family in program.families("fund."):
        flows = solution.values[family.start : family.start + family.count]
        np.add.at(used, family.labels["source"], flows)
    shape = panel.pots.available.shape
    paid = sum(terms.total(solution.values, shape) for terms in program.charges.values())
    for position, key in enumerate(panel.sources):
        first = paid[panel.pots.source == position].sum()
        assert used[position] >= 0.94 * money(panel, key).sum() - first, key


def test_readme_states_the_rules(scenario: Scenario, readme: str) -> None:
    shares = {
        "aimags_first": "At least {:.0%} of spending in the aimags",
        "gender_share": "At least {:.0%} of spending counts towards gender equality",
        "digital_cap": "digital programmes take at most {:.0%} a year",
        "learning_city_cap": "learning-city plans at most {:.0%} of the whole plan",
        "foundations_from_state": "at least {:.0%} of the state budget goes to foundations",
    }
    for key, words in shares.items():
        policy = scenario.policies[key]
        assert isinstance(policy, ShareOfSpending)
        bounds = policy.share_of_spending
        assert words.format(bounds.at_least or bounds.at_most) in readme
    herders = scenario.policies["herders_by_2028"]
    assert isinstance(herders, CoverageFloor)
    assert f"at least {herders.coverage.at_least:.0%} of herder households" in readme
    behind = scenario.policies["nobody_far_behind"]
    assert isinstance(behind, RelativeToMean)
    assert f"Each region at {behind.relative_to_mean.at_least:.0%} or more" in readme
    borrowing, promises = (
        scenario.policies[key] for key in ("borrowing_in_proportion", "promises_in_proportion")
    )
    assert isinstance(borrowing, NewExternalDebt)
    assert isinstance(promises, Guaranteed)
    abroad, promised = (
        most / 1000
        for most in (
            borrowing.new_external_debt.at_most,
            promises.guaranteed.at_most.at(2030) or 0,
        )
    )
    assert f"At most {abroad:g} billion MNT is borrowed abroad" in readme
    assert f"guarantees cover at most {promised:g} billion at a time" in readme
    cuts = scenario.policies["no_sudden_cuts"]
    assert isinstance(cuts, Stability)
    assert cuts.fall is not None
    assert cuts.negotiable
    assert f"falls by more than {cuts.fall.at_most:.0%} in a year (negotiable)" in readme


def test_every_figure_names_a_source_or_says_how_it_was_reasoned() -> None:
    data = [figure for figure in figures(load_scenario(FOLDER)) if not figure.choice]
    assert [figure.name for figure in data if not (figure.source or figure.note)] == []
    assert [f.name for f in data if f.status != "illustrative" and not f.source] == []


def test_benefit_for_a_million_is_what_the_note_says(scenario: Scenario) -> None:
    for programme in scenario.programmes.values():
        lines = programme.unit_cost.values()
        million = sum(line.amount for line in lines if not line.already_paid) / 1e6
        first, *beyond = (round(step.weight / million) for step in programme.benefit)
        assert 5 <= first <= 7
        assert all(3 <= later <= 5 for later in beyond)


def test_the_plan_is_proved_where_other_decisions_would_serve_the_first_goal_better(
    tmp_path: Path,
) -> None:
    """The contracts that serve the second goal best leave the first a little below its best."""
    allocation = allocate(load_scenario(FOLDER))
    first = allocation.manifest["stages"][0]
    best = allocation.manifest["options"]["whole"]["best"][0]
    assert first["kept_at"] < first["value"] < best
    verify(save(allocation, tmp_path / "saved"))
