"""`finmodel sign`: what it writes, what it refuses, and when a sign-off is void."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from finmodel.allocation.digests import digest_of
from finmodel.allocation.proof.failed import NotVerified
from finmodel.allocation.sign_off import (
    CannotSign,
    Signature,
    read_sign_off,
    sign,
    sign_off_file,
    signature_of,
)
from finmodel.cli.status import ExitStatus
from finmodel.report.facts import PROPOSED
from finmodel.report.sign_off import standing_of
from finmodel.scenario.load import load_scenario
from tests.cli.conftest import Run
from tests.compare.plans import PLAN, changed, solved
from tests.proof.saved import copy_of

BY = ("--document", "A/78", "--date", "2026-10-15")


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signed")
    solved(PLAN, folder / "plan")
    solved(changed(sources__state__ceiling={"2026": 50, "2027": 70}), folder / "cut")
    return folder


@pytest.fixture
def plan(plans: Path, tmp_path: Path) -> Path:
    return copy_of(plans / "plan", tmp_path / "plan")


def test_signatures_are_added_and_shown(run: Run, plan: Path) -> None:
    assert read_sign_off(plan) is None
    assert "Nobody has signed" in run("verify", plan).out
    first = run("sign", "plan", "--prepared", "Б. Болд", "--document", "12", "--date", "2026-09-01")
    assert (first.status, first.err) == (ExitStatus.DONE, "")
    assert "Prepared by Б. Болд, document 12, 2026-09-01" in first.out
    assert PROPOSED in run("verify", plan, "--json").json["standing"]
    assert run("sign", plan, "--reviewed", "R", *BY).status == ExitStatus.DONE
    last = run("sign", plan, "--approved", "D. Dorj", *BY, "--json", "--digest", digest_of(plan))
    assert [each["role"] for each in last.json["signatures"]] == [
        *("prepared", "reviewed", "approved")
    ]
    found = read_sign_off(plan)
    assert found is not None
    assert found.approved
    assert found.digest == digest_of(plan)
    day = datetime.date(2026, 10, 15)
    assert found.by("approved") == (
        Signature(role="approved", name="D. Dorj", document="A/78", date=day),
    )
    verified = run("verify", plan, "--json").json
    assert verified["standing"] == "approved by D. Dorj, document A/78, 2026-10-15"
    assert "approved by D. Dorj" in " ".join(run("verify", plan).out.split())


def test_a_changed_allocation_makes_it_void(run: Run, plans: Path, plan: Path) -> None:
    run("sign", plan, "--approved", "D. Dorj", *BY)
    scenario = load_scenario(plan / "scenario.yaml").scenario
    plan.rename(plan.with_name("away"))
    copy_of(plans / "cut", plan)
    found = read_sign_off(plan)
    assert found is not None
    assert not found.approved
    assert digest_of(plan) in found.void[0]
    assert standing_of(scenario, found) == PROPOSED
    shown = " ".join(run("verify", plan).out.split())
    assert "sign-off beside this allocation is void" in shown
    refused = run("sign", plan, "--reviewed", "R", *BY)
    assert refused.status == ExitStatus.WRONG_INPUT
    assert "move it away to sign anew" in refused.err


def test_a_tampered_file_makes_it_void_and_cannot_be_signed(run: Run, plan: Path) -> None:
    run("sign", plan, "--approved", "D. Dorj", *BY)
    with (plan / "allocation.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    found = read_sign_off(plan)
    assert found is not None
    assert not found.approved
    assert "allocation.csv" in found.void[0]
    refused = run("sign", plan, "--reviewed", "R", *BY)
    assert refused.status == ExitStatus.NOT_VERIFIED
    assert "allocation.csv is not what it was" in refused.err


def test_what_is_refused(run: Run, plan: Path) -> None:
    other = run("sign", plan, "--approved", "D", *BY, "--digest", "0" * 8)
    assert other.status == ExitStatus.NOT_VERIFIED
    assert "this is another allocation" in other.err
    nobody = run("sign", plan, *BY)
    assert nobody.status == ExitStatus.WRONG_INPUT
    assert "name one person" in nobody.err
    assert run("sign", plan, "--approved", "D", "--reviewed", "E", *BY).status == 2
    assert not sign_off_file(plan).exists()
    assert run("sign", plan, "--approved", "D", *BY).status == ExitStatus.DONE
    again = run("sign", plan, "--approved", "D", *BY)
    assert again.status == ExitStatus.WRONG_INPUT
    assert "says already that it was approved by D" in again.err
    missing = run("sign", "nowhere", "--approved", "D", *BY)
    assert missing.status == ExitStatus.WRONG_INPUT


@pytest.mark.parametrize(
    ("role", "name", "document", "date", "words"),
    [
        ("blessed", "D", "1", "2026-10-15", "role 'blessed': write prepared, reviewed or approved"),
        ("approved", "", "1", "2026-10-15", "name '': write a name on one line"),
        ("approved", "D\nE", "1", "2026-10-15", "name"),
        ("approved", "D", " ", "2026-10-15", "document ' ': write the number of a document"),
        ("approved", "D", "1", "2026-13-15", "date '2026-13-15': write a date"),
        ("approved", "D", "1", "86400", "date '86400': write a date"),
    ],
)
def test_what_nobody_can_sign_with(
    role: str, name: str, document: str, date: str, words: str
) -> None:
    with pytest.raises(CannotSign, match=words):
        signature_of(role, name, document, date)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "it cannot be read"),
        ("- a list", "finmodel writes no such thing"),
        ("allocation: plan\ndigest: abc\nsignatures: []\n", "digest: finmodel writes no such"),
        ("allocation: plan\nsigned: yes\n", "signed: finmodel writes no such thing"),
    ],
)
def test_a_file_that_is_no_sign_off(run: Run, plan: Path, text: str, words: str) -> None:
    sign_off_file(plan).write_text(text, encoding="utf-8")
    ended = run("verify", plan)
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "plan.sign-off.yaml is not a sign-off that finmodel wrote" in ended.err
    assert words in ended.err


def test_the_file_stands_beside_the_folder(
    plan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(plan)
    assert sign_off_file(".") == tmp_path.resolve() / "plan.sign-off.yaml"
    file = sign(".", signature_of("prepared", "=1+1 <b>", "1", "2026-10-15"))
    assert sorted(path.name for path in plan.parent.iterdir()) == ["plan", file.name]
    found = read_sign_off(plan)
    assert found is not None
    assert found.signatures[0].name == "=1+1 <b>"
    with pytest.raises(NotVerified, match="another allocation"):
        sign(plan, signature_of("approved", "D", "1", "2026-10-15"), "f" * 64)


def test_reports_show_who_signed_until_it_is_void(run: Run, plan: Path) -> None:
    def report(name: str) -> str:
        ended = run("report", plan, "--to", "md", "--out", name)
        assert ended.status == ExitStatus.DONE, ended.err
        return Path(name, "report-en.md").read_text(encoding="utf-8")

    first = report("first")
    assert "**Proposed, not an appropriation.**" in first
    assert "Nobody has signed this allocation off." in first
    run("sign", plan, "--prepared", "P. Pürev", "--document", "12", "--date", "2026-09-01")
    prepared = report("prepared")
    assert "**Proposed, not an appropriation.**" in prepared
    assert "Prepared by P. Pürev, document 12, 2026-09-01." in prepared
    run("sign", plan, "--approved", "D. Dorj", *BY)
    approved = report("approved")
    assert "**Approved by D. Dorj, document A/78, 2026-10-15.**" in approved
    assert "not an appropriation" not in approved
    text = (plan / "allocation.csv").read_text(encoding="utf-8")
    (plan / "allocation.csv").write_text(text + "\n", encoding="utf-8")
    changed_since = report("changed")
    assert "**Proposed, not an appropriation.**" in changed_since
    assert "sign-off beside this allocation is void" in changed_since


def test_comparisons_show_who_signed(run: Run, plans: Path, plan: Path) -> None:
    def row(name: str) -> list[str]:
        lines = run("compare", plans / "cut", plan, "--no-causes").out.splitlines()
        return next(line for line in lines if line.strip().startswith(name)).split()

    assert row("Signed off") == ["Signed", "off", "nobody", "nobody"]
    run("sign", plan, "--prepared", "P", *BY)
    run("sign", plan, "--approved", "D. Dorj", *BY)
    assert row("Signed off") == ["Signed", "off", "nobody", "approved"]
    said = run("compare", plans / "cut", plan, "--no-causes").out
    assert "Approved by D. Dorj, document A/78, 2026-10-15." in " ".join(said.split())
    plan.rename(plan.with_name("away"))
    copy_of(plans / "cut", plan)
    assert row("Signed off") == ["Signed", "off", "nobody", "VOID"]
