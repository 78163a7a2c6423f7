"""Each verb: what it does, what it prints for machines, how it refuses."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import finmodel
from finmodel.cli.app import app
from finmodel.cli.status import ExitStatus
from finmodel.scenario.schema import scenario_schema
from tests.cli.conftest import Run

VERBS = [command.name for command in app.registered_commands]


def break_rules(folder: Path) -> None:
    """Ask for more literacy than all the money pays for."""
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    assert "teaching: {amount: 180," in text
    file.write_text(text.replace("{amount: 180,", "{amount: 18000,"), encoding="utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_help_shows_an_example(run: Run, verb: str) -> None:
    ended = run(verb, "--help")
    assert ended.status == ExitStatus.DONE
    assert f"finmodel {verb}" in ended.out.split("Example")[1]
    assert "--json" in ended.out


def test_help_names_every_verb(run: Run) -> None:
    ended = run("--help")
    assert {"new", "check", "show", "solve", "schema"} <= set(VERBS)
    assert all(f"  {verb} " in ended.out for verb in VERBS)


def test_a_verb_that_is_not_known(run: Run) -> None:
    ended = run("slove", "plan")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "solve" in ended.err
    assert "Traceback" not in ended.err


def test_new_then_check(run: Run) -> None:
    made = run("new", "plan")
    assert made.status == ExitStatus.DONE
    assert Path("plan/scenario.yaml").is_file()
    assert "finmodel solve plan" in made.out
    checked = run("check", "plan")
    assert checked.status == ExitStatus.DONE
    assert "no problems" in checked.out


def test_new_for_machines(run: Run) -> None:
    made = run("new", "plan", "--json").json
    assert made["folder"] == "plan"
    assert all(Path(file).is_file() for file in made["files"])


def test_new_leaves_what_is_there(run: Run, starter: Path) -> None:
    before = (starter / "scenario.yaml").read_bytes()
    ended = run("new", starter)
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "not empty" in ended.err
    assert (starter / "scenario.yaml").read_bytes() == before


def test_check_prints_one_problem_a_line(run: Run, starter: Path) -> None:
    file = starter / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("coverage:", "covrage:"), encoding="utf-8")
    ended = run("check", starter)
    problems = [line for line in ended.err.splitlines() if "covrage" in line]
    assert ended.status == ExitStatus.WRONG_INPUT
    assert ended.out == ""
    assert len(problems) == text.count("coverage:") - text.count("_coverage:")
    assert all(line.startswith("scenario.yaml:") for line in problems)
    assert all("did you mean `coverage`?" in line for line in problems)


def test_check_for_machines(run: Run, starter: Path) -> None:
    good = run("check", starter, "--json")
    assert (good.status, good.json["ok"], good.json["problems"]) == (0, True, [])
    bad = run("check", starter, "--set", "years=never", "--json")
    assert (bad.status, bad.json["ok"]) == (ExitStatus.WRONG_INPUT, False)
    assert set(bad.json["problems"][0]) == {"place", "message", "remedy"}


@pytest.mark.parametrize("verb", ["check", "show", "solve"])
def test_a_scenario_that_is_not_there(run: Run, verb: str) -> None:
    Path("without").mkdir()
    for place, words in (("nowhere", "no such file"), ("without", "no scenario.yaml in")):
        ended = run(verb, place)
        assert ended.status == ExitStatus.WRONG_INPUT
        assert place in ended.err
        assert words in ended.err
        assert len(ended.err.splitlines()) == 1


def test_show_says_what_is_written(run: Run, starter: Path) -> None:
    plain = run("show", starter)
    assert plain.status == ExitStatus.DONE
    assert "proposed, not an appropriation" in " ".join(plain.out.split())
    facts = run("show", starter, "--json").json
    assert facts["title"] in plain.out
    assert facts["sizes"]["programmes"] == len(facts["programmes"])


def test_show_takes_changes(run: Run, starter: Path) -> None:
    before = run("show", starter, "--json").json
    after = run("show", starter, "--json", "--set", "stage=approved").json
    assert (before["standing"], after["standing"]) == ("proposed, not an appropriation", "approved")


def test_schema_is_the_schema(run: Run) -> None:
    plain, machine = run("schema"), run("schema", "--json")
    assert plain.json == machine.json == scenario_schema()


def test_solve_saves_to_the_next_free_folder(run: Run, starter: Path) -> None:
    first, second = run("solve", starter), run("solve", starter)
    assert (first.status, second.status) == (0, 0)
    name = finmodel.load_scenario(starter).scenario.scenario
    for ended, folder in ((first, name), (second, f"{name}-2")):
        assert f"allocations/{folder}" in ended.out
        assert (Path("allocations") / folder / "manifest.json").is_file()
    assert first.err == second.err == ""


def test_solve_for_machines_tells_what_was_saved(run: Run, starter: Path) -> None:
    facts = run("solve", starter, "--out", "here", "--json").json
    saved = finmodel.load("here")
    assert facts["saved"] == "here"
    assert facts["used"] == sum(saved.money["amount"].to_pylist())
    assert facts["available"] == facts["used"] + facts["unused"]


def test_solve_takes_changes(run: Run, starter: Path) -> None:
    run("solve", starter, "--out", "here", "--set", "stage=approved")
    assert finmodel.load("here").scenario.stage == "approved"


def test_solve_leaves_a_folder_that_is_there(run: Run, starter: Path) -> None:
    Path("here").mkdir()
    Path("here/kept.txt").write_text("mine", encoding="utf-8")
    ended = run("solve", starter, "--out", "here")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "here exists already" in ended.err
    assert [path.name for path in Path("here").iterdir()] == ["kept.txt"]


def test_the_place_is_checked_before_the_work(
    run: Run, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def solved(*_: object, **__: object) -> None:
        raise AssertionError("the work was done before the place was checked")

    monkeypatch.setattr("finmodel.allocation.make.allocate", solved)
    Path("taken").write_text("a file", encoding="utf-8")
    for place in ("taken", "taken/below"):
        ended = run("solve", starter, "--out", place)
        assert ended.status == ExitStatus.WRONG_INPUT
        assert "taken" in ended.err
    assert Path("taken").read_text(encoding="utf-8") == "a file"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a place without rights")
def test_a_place_without_rights(run: Run, starter: Path) -> None:
    Path("shut").mkdir(mode=0o500)
    ended = run("solve", starter, "--out", "shut/here")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "cannot be written" in ended.err


def test_a_disk_that_fills_up_loses_nothing(
    run: Run, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("finmodel.allocation.files._write", full)
    ended = run("solve", starter, "--out", "here")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "No space left on device" in ended.err
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["plan"]


def test_rules_in_conflict_are_named(run: Run, starter: Path) -> None:
    break_rules(starter)
    ended = run("solve", starter)
    assert ended.status == ExitStatus.NO_ALLOCATION
    first, *lines = ended.err.splitlines()
    assert first == "no allocation satisfies all the rules"
    titles = [line for line in lines if line.endswith(":")]
    assert titles[0].startswith("Loosening the negotiable rules alone would not do.")
    rules = lines[: lines.index(titles[0])]
    changes = [line for line in lines if line.startswith("  ")]
    assert rules
    assert changes
    for line in [*rules, *changes]:
        assert line.strip().startswith(("scenario.yaml:", "regions.csv:"))
    assert not Path("allocations").exists()


def test_rules_in_conflict_as_json(run: Run, starter: Path) -> None:
    break_rules(starter)
    ended = run("solve", starter, "--json")
    assert ended.status == ExitStatus.NO_ALLOCATION
    facts = json.loads(ended.out)
    assert facts["problems"]
    assert facts["least_changes"][0]["rules"][0]["by"] > 0


def test_a_solver_that_stops_short(
    run: Run, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from finmodel.solve.status import SolverStopped

    def stopped(*_: object, **__: object) -> None:
        raise SolverStopped("the solver stopped at its time limit")

    monkeypatch.setattr("finmodel.allocation.make.allocate", stopped)
    ended = run("solve", starter)
    assert ended.status == ExitStatus.STOPPED_SHORT
    assert ended.err == "the solver stopped at its time limit\n"


def test_another_solver_gives_the_same_allocation(run: Run, starter: Path) -> None:
    assert run("solve", starter, "--out", "first").status == ExitStatus.DONE
    assert run("solve", starter, "--out", "second", "--solver", "cbc").status == ExitStatus.DONE
    for name in ("allocation.csv", "delivery.csv"):
        assert Path("first", name).read_bytes() == Path("second", name).read_bytes()
    options = [finmodel.load(place).manifest["options"] for place in ("first", "second")]
    assert options[0]["solver"] == "HiGHS"
    assert options[1]["solver"] == "PULP_CBC_CMD"


def test_a_solver_that_is_not_at_hand(run: Run) -> None:
    ended = run("solve", "no-such-plan", "--solver", "GUROBO")
    assert ended.status == ExitStatus.WRONG_INPUT
    said, at_hand = ended.err.split("; ")
    assert said == "no solver called GUROBO is at hand"
    assert {"CBC", "HiGHS"} <= set(at_hand.strip().split(": ")[1].split(", "))


def test_another_solver_that_fails(
    run: Run, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finmodel.solve.other._solve_mps", _fail)
    ended = run("solve", starter, "--solver", "CBC")
    assert ended.status == ExitStatus.STOPPED_SHORT
    assert ended.err == "PULP_CBC_CMD ended with: not solved\n"
    assert not Path("allocations").exists()


def _fail(_program: object, _costs: object, solver: str) -> None:
    from finmodel.solve.status import SolverStopped

    raise SolverStopped(f"{solver} ended with: not solved")


def test_a_fault_of_the_program_is_not_hidden(
    starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from finmodel.cli import main

    def broken(*_: object, **__: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr("finmodel.allocation.make.allocate", broken)
    with pytest.raises(KeyError, match="a bug"):
        main(["solve", str(starter)])


def test_an_interrupted_command_says_so(
    run: Run, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("finmodel.allocation.make.allocate", interrupted)
    ended = run("solve", starter)
    assert ended.status == 130
    assert "Traceback" not in ended.err


@pytest.fixture
def explained(run: Run, starter: Path) -> str:
    """A saved allocation of the starter scenario."""
    assert run("solve", starter, "--out", "saved").status == ExitStatus.DONE
    return "saved"


def test_explain_says_what_one_more_is_worth(run: Run, explained: str) -> None:
    ended = run("explain", explained)
    assert ended.status == ExitStatus.DONE
    assert "What one more is worth" in ended.out
    assert "The objective" in ended.out
    assert run("explain", explained, "--json").json["standing"]["one_more"]


def test_explain_a_region_a_programme_and_the_rules(run: Run, explained: str) -> None:
    words = ("--region", "islands", "--programme", "literacy", "--rules")
    ended = run("explain", explained, *words)
    assert ended.status == ExitStatus.DONE
    assert "Adult literacy in Islands" in ended.out
    assert "What would have to change for it to get more" in ended.out
    assert "The price of each rule" in ended.out
    facts = run("explain", explained, *words, "--json").json
    gains = [row["gain"] for row in facts["prices"]["rules"]]
    assert gains == sorted(gains, reverse=True)
    assert facts["place"]["gets"] > 0


def test_explain_refuses_what_is_not_there(run: Run, explained: str) -> None:
    ended = run("explain", explained, "--region", "ilands")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "did you mean `islands`?" in ended.err
    ended = run("explain", explained, "--programme", "literaci")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "did you mean `literacy`?" in ended.err
    assert run("explain", "nowhere").status == ExitStatus.WRONG_INPUT
