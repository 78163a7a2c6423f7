from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.compare.plans import PLAN, changed, solved
from tests.proof.saved import copy_of


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the allocations `plan`, `cut`, `free` and others that compare badly."""
    folder = tmp_path_factory.mktemp("compared")
    solved(PLAN, folder / "plan")
    solved(changed(sources__state__ceiling={"2026": 50, "2027": 70}), folder / "cut")
    solved(changed(policies__north_first=None), folder / "free")
    regions = {"list": {"north": PLAN["regions"]["list"]["north"]}}
    regions["list"]["east"] = PLAN["regions"]["list"]["south"]
    years = {"2027-2028": 50}
    other = changed(
        scenario="other",
        years="2027-2028",
        regions=regions,
        sources__state__ceiling=years,
        sources__fund__amount=years,
    )
    solved(other, folder / "other")
    solved(changed(money="thousand USD"), folder / "dollars")
    return folder


def test_a_comparison_with_itself_shows_nothing(run: Run, saved: Path) -> None:
    ended = run("compare", saved / "plan", saved / "plan")
    assert ended.status == 0
    assert "no input and no amount differs" in ended.out
    assert "Money by" not in ended.out
    facts = run("compare", saved / "plan", saved / "plan", "--json").json
    [against] = facts["against_base"]
    assert against["inputs"] == []
    assert against["causes"]["causes"] == []
    assert against["stayed"]["same"] == against["stayed"]["payments"] > 0


def test_every_table_has_the_total_difference(run: Run, saved: Path) -> None:
    ended = run("compare", saved / "plan", saved / "cut", saved / "free", "--json")
    facts = ended.json
    assert [side["letter"] for side in facts["sides"]] == ["A", "B", "C"]
    assert [table["by"] for table in facts["tables"]] == [
        *("region", "programme", "year", "category", "source")
    ]
    base, *others = (side["money"] for side in facts["sides"])
    differences = [money - base for money in others]
    assert differences[0] == -20_000
    for table in facts["tables"]:
        assert table["total"]["amounts"] == [side["money"] for side in facts["sides"]]
        assert table["total"]["differences"] == differences
        for at in range(2):
            assert sum(row["differences"][at] for row in table["rows"]) == differences[at]
    for against, total in zip(facts["against_base"], differences, strict=True):
        assert sum(cause["money"] for cause in against["causes"]["causes"]) == total


def test_another_base(run: Run, saved: Path) -> None:
    ended = run("compare", saved / "plan", saved / "cut", "--base", saved / "cut", "--json")
    assert [Path(side["folder"]).name for side in ended.json["sides"]] == ["cut", "plan"]
    assert ended.json["tables"][0]["total"]["differences"] == [20_000]
    ended = run("compare", saved / "plan", saved / "cut", "--base", saved / "free")
    assert ended.status == 2
    assert "none of the allocations named" in ended.err


def test_what_is_printed(run: Run, saved: Path) -> None:
    ended = run("compare", saved / "plan", saved / "cut")
    assert (ended.status, ended.err) == (0, "")
    for words in (
        "20.0 less than A",
        "Source: State – ceiling, 2026",
        "Which change caused how much",
        "Money by region",
        "Who gains and who loses",
        "May they be trusted",
    ):
        assert words in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100


def test_files_are_written_once(run: Run, saved: Path) -> None:
    arguments = ("compare", saved / "plan", saved / "cut", "--to", "md", "--out", "found")
    ended = run(*arguments, "--lang", "en,mn", "--no-causes")
    assert ended.status == 0
    assert "Written: found/comparison-mn.md" in ended.out
    written = Path("found/comparison-en.md").read_text(encoding="utf-8")
    assert written.startswith("# Comparison of 2 saved allocations\n")
    assert "### Money by region" in written
    assert "Which change caused how much, A to B" not in written
    again = run(*arguments)
    assert again.status == 2
    assert "exists already" in again.err


def test_causes_are_written_and_add_up(run: Run, saved: Path) -> None:
    ended = run("compare", saved / "plan", saved / "cut", saved / "free", "--to", "md")
    assert ended.status == 0
    written = Path("reports/comparison/comparison-en.md").read_text(encoding="utf-8")
    for letter in "BC":
        assert f"### Which change caused how much, A to {letter}\n" in written
    assert "2 inputs changed" in written or "1 input changed" in written


def test_a_place_without_formats_is_refused(run: Run, saved: Path) -> None:
    ended = run("compare", saved / "plan", saved / "cut", "--out", "found")
    assert ended.status == 2
    assert "--to" in ended.err


def test_a_folder_that_holds_no_allocation(run: Run, saved: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = run("compare", saved / "plan", tmp_path / "empty")
    assert ended.status == 2
    assert "holds no saved allocation" in ended.err
    assert run("compare", saved / "plan").status == 2


def test_what_fails_verification_is_compared_and_said_first(
    run: Run, saved: Path, tmp_path: Path
) -> None:
    broken = copy_of(saved / "cut", tmp_path / "broken")
    manifest = json.loads((broken / "manifest.json").read_text(encoding="utf-8"))
    manifest["stages"][0]["value"] += 1
    (broken / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    ended = run("compare", saved / "plan", broken)
    assert ended.status == 0
    assert "B fails verification" in ended.out.splitlines()[1]
    assert "NO, see above" in ended.out
    assert "Money by region" in ended.out
    facts = run("compare", saved / "plan", broken, "--json", "--no-causes").json
    assert [side["verified"] for side in facts["sides"]] == [True, False]


def test_what_cannot_be_compared_is_said(run: Run, saved: Path) -> None:
    facts = run("compare", saved / "plan", saved / "other", "--json").json
    said = " ".join(facts["against_base"][0]["not_comparable"])
    for words in ("different scenarios", "different years", "Only the first has the regions south"):
        assert words in said
    _, south, east = facts["tables"][0]["rows"]
    assert (south["id"], south["amounts"][1]) == ("south", None)
    assert (east["id"], east["amounts"][0]) == ("east", None)
    assert "–" in run("compare", saved / "plan", saved / "other", "--no-causes").out


def test_no_rate_is_assumed_between_currencies(run: Run, saved: Path) -> None:
    ended = run("compare", saved / "plan", saved / "dollars")
    assert ended.status == 0
    assert "no rate is" in ended.out
    assert "Money by" not in ended.out
    assert "What changed in the inputs" in ended.out
    facts = run("compare", saved / "plan", saved / "dollars", "--json").json
    assert facts["tables"] is None
    assert facts["against_base"][0]["causes"] is None


def test_heads_count_what_is_paid_and_not_what_is_missing(run: Run, tmp_path: Path) -> None:
    first = [{"first": "minimise gap"}]
    tree = changed(question="gap", objective=first, policies__north_first=None)
    for programme in tree["programmes"].values():
        programme["coverage"] = {"target": "100%"}
    folder = solved(tree, tmp_path / "gap")
    facts = run("compare", folder, folder, "--json", "--no-causes").json
    assert facts["sides"][0]["missing"] > 0
    table = facts["tables"][0]
    heads = {"north": 100, "south": 200}
    for row, place in zip(table["rows"], facts["regions"], strict=True):
        paid = row["amounts"][0] / 2 / heads[row["id"]]
        assert place["per_head_a_year"] == pytest.approx([paid, paid])
