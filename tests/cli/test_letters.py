"""`finmodel letters`: all letters in one go, adding up to the allocation, each on one page."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from finmodel.allocation.compare.sides import open_sides
from finmodel.allocation.files import CannotSave
from finmodel.cli.status import ExitStatus
from finmodel.report.document.adds_up import DoesNotAddUp, check
from finmodel.report.document.parts import Table, Words
from finmodel.report.document.subject import Subject
from finmodel.report.letters.letter import Letter
from finmodel.report.letters.make import make_letters, make_register
from finmodel.report.letters.write import write_letters
from tests.cli.conftest import Run
from tests.compare.plans import changed, solved
from tests.document.every_number import every_number
from tests.proof.saved import copy_of

MARKUP = "#strong[Ministry] = *of* $x$"


def tree() -> dict[str, Any]:
    """The small plan with a district, spending bodies, earmarks and addresses."""
    made = changed(
        programmes__skills__budget={"spends": MARKUP},
        programmes__reading__coverage={"at_least": "20%"},
        programmes__skills__unit_cost__books={
            "amount": 150,
            "category": "capital",
            "budget": {"spends": "Library"},
        },
        sources__fund__not_for={"categories": "capital"},
        sources__fund__co_financing={"at_least": "10%", "from": "state"},
        years_status={"2026": "budget year", "2027": "projection"},
        addressed_to={"county": "The Governor of {region}", "Library": "The Librarian"},
    )
    regions = made["regions"]["list"]
    regions["north"]["type"] = "county"
    regions["south"] |= {"name": "=South <b>"}
    regions["west"] = {
        "name": "West",
        "parent": "north",
        "attributes": {"adults": 50, "cost_index": 1},
    }
    regions["east"] = {
        "name": "East",
        "parent": "north",
        "attributes": {"adults": 70, "cost_index": 1},
    }
    return made


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return solved(tree(), tmp_path_factory.mktemp("letters") / "plan")


@pytest.fixture(scope="module")
def about(saved: Path) -> Subject:
    return Subject(open_sides([saved])[0])


@pytest.fixture(scope="module")
def letters(about: Subject) -> list[Letter]:
    return make_letters(about)


def sums(saved: Path, *keys: str) -> dict[tuple[str, ...], int]:
    """Sums of allocation.csv, read as text."""
    found: dict[tuple[str, ...], int] = defaultdict(int)
    with (saved / "allocation.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[tuple(row[key] for key in keys)] += int(row["amount"])
    return dict(found)


def table(letter: Letter, key: str) -> Table:
    return letter.document.tables()[f"by-{key}"]


def said(letter: Letter) -> str:
    """Every paragraph of a letter."""
    chapters = letter.document.chapters
    return "\n".join(b.text for c in chapters for b in c.blocks if isinstance(b, Words))


@pytest.mark.parametrize("each_region", [False, True])
def test_letters_to_regions_add_up_to_the_allocation(
    about: Subject, saved: Path, each_region: bool
) -> None:
    made = [each for each in make_letters(about, each_region) if each.file.startswith("region")]
    regions = {"south", "west", "east"} if each_region else {"north", "south"}
    assert {each.file for each in made} == {f"region-{key}" for key in regions}
    for key in ("programme", "category", "source"):
        by_year: dict[str, int] = defaultdict(int)
        for letter in made:
            rows = table(letter, key).rows
            for (year,) in sums(saved, "year"):
                by_year[year] += int(rows[year].sum())
            assert rows["money"].sum() == rows[["2026", "2027"]].to_numpy().sum()
        assert by_year == {year: amount for (year,), amount in sums(saved, "year").items()}


def test_a_letter_holds_what_its_region_gets(letters: list[Letter], saved: Path) -> None:
    south = next(each for each in letters if each.file == "region-south")
    rows = table(south, "source").rows.set_index("name")
    paid = sums(saved, "region", "source", "year")
    for name, key in (("State", "state"), ("Fund", "fund")):
        for year in ("2026", "2027"):
            assert rows[year][name] == paid.get(("south", key, year), 0)
    north = next(each for each in letters if each.file == "region-north")
    below = table(north, "region").rows.set_index("name")["money"]
    region = sums(saved, "region")
    assert below.to_dict() == {"West": region["west",], "East": region["east",]}
    assert "by-region" not in south.document.tables()


def test_letters_to_bodies_and_what_nobody_spends_add_up(
    about: Subject, letters: list[Letter], saved: Path
) -> None:
    bodies = [each for each in letters if each.file.startswith("body")]
    assert [each.addressee for each in bodies] == [f"To {MARKUP}", "The Librarian"]
    total = sum(sums(saved, "year").values())
    register = make_register(about, letters).tables()
    for each in register.values():
        assert each.rows["money"].sum() == each.adds_up_to["money"] == total
    rows = register["letters-body"].rows
    told = [table(each, "source").rows["money"].sum() for each in bodies]
    assert list(rows["money"][:2]) == told
    assert rows["addressee"].iloc[-1] == "Nobody is named, and no letter written"
    reading = sums(saved, "programme")["reading",]
    assert rows["money"].iloc[-1] == reading
    assert set(table(bodies[1], "category").rows["name"]) == {"capital"}


def test_addresses_references_and_conditions(letters: list[Letter], about: Subject) -> None:
    by_file = {each.file: each for each in letters}
    north, south = by_file["region-north"], by_file["region-south"]
    assert north.addressee == "The Governor of North"
    assert south.addressee == "To the head of =South <b>"
    assert north.reference == f"small/{about.side.digest[:8]}/north"
    assert north.document.title == "Proposed budget ceiling 2026-2027"
    text = said(north)
    assert "The proposed ceiling over 2026-2027 is " in text
    assert "How firm each year is: 2026: budget year; 2027: projection." in text
    assert (
        "Fund: only for programmes Skills and Reading; not for categories capital; "
        "others pay at least 10% of the joint money."
    ) in text
    assert "State:" not in text


def test_what_is_not_funded_is_in_no_letter(tmp_path: Path) -> None:
    made = changed(question="gap", objective=[{"first": "minimise gap"}], stage="ceiling")
    del made["policies"]
    for programme in made["programmes"].values():
        programme["coverage"] = {"target": "100%"}
    folder = solved(made, tmp_path / "gap")
    about = Subject(open_sides([folder])[0])
    found = make_letters(about)
    paid = {key: amount for (key,), amount in sums(folder, "source").items()}
    missing = paid.pop("unfunded")
    assert missing > 0
    assert sum(int(each.paid["amount"].sum()) for each in found) == sum(paid.values())
    assert found[0].document.title == "Budget ceiling 2026-2027"
    register = make_register(about, found)
    words = [b.text for c in register.chapters for b in c.blocks if isinstance(b, Words)]
    assert any(text.startswith("Not funded, and in no letter: ") for text in words)


def test_each_letter_is_one_page_with_standing_and_digest(
    run: Run, saved: Path, about: Subject, letters: list[Letter]
) -> None:
    ended = run("letters", saved, "--to", "pdf,md", "--out", "out")
    assert (ended.status, ended.err) == (ExitStatus.DONE, "")
    assert "Written: 10 files in out" in ended.out
    for letter in letters:
        pages = PdfReader(io.BytesIO(Path("out", f"{letter.file}-en.pdf").read_bytes())).pages
        assert len(pages) == 1
        text = " ".join(pages[0].extract_text().split())
        for words in (
            letter.addressee,
            f"Reference: {letter.reference}",
            "Proposed, not an appropriation.",
            f"Digest of the allocation: {about.side.digest}",
            "1 / 1",
            "By source [thousand MNT]",
        ):
            assert words in text
        written = Path("out", f"{letter.file}-en.md").read_text(encoding="utf-8")
        assert letter.reference in written
        assert "### By economic category" in written
    assert Path("out/register-en.md").is_file()
    register = PdfReader(Path("out/register-en.pdf")).pages
    assert "Letters to regions" in register[0].extract_text()


def test_long_letters_are_set_smaller(tmp_path: Path) -> None:
    made = tree()
    made["sources"]["state"]["ceiling"] = {"2026-2027": 9000}
    skills = made["programmes"]["skills"]
    for number in range(30):
        name = f"Programme number {number} with a long name"
        made["programmes"][f"more-{number}"] = skills | {
            "name": name,
            "coverage": {"at_least": "1%"},
        }
    folder = solved(made, tmp_path / "long")
    files = write_letters([Subject(open_sides([folder])[0])], ["pdf"], tmp_path / "out")
    assert [len(PdfReader(file).pages) for file in files[1:]] == [1] * (len(files) - 1)
    small, large = (PdfReader(file).pages[0].extract_text() for file in (files[1], files[-1]))
    assert "Programme number 29" in small
    assert "Programme number 29" not in large.split("By source")[1]


def test_the_same_letters_have_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_letters([Subject(open_sides([saved])[0])], ["pdf", "md"], tmp_path / name)
    first, second = (
        {f.name: f.read_bytes() for f in (tmp_path / n).iterdir()} for n in ("one", "two")
    )
    assert first == second


def test_what_is_refused(run: Run, saved: Path, tmp_path: Path) -> None:
    ended = run("letters", saved, "--to", "docx")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "no format `docx`; there are pdf, md" in ended.err
    ended = run("letters", saved, "--lang", "xx")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "no language `xx`" in ended.err
    (tmp_path / "there").mkdir()
    ended = run("letters", saved, "--to", "md", "--out", tmp_path / "there")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "exists already" in ended.err
    assert list((tmp_path / "there").iterdir()) == []
    with pytest.raises(CannotSave):
        write_letters([], ["md"], tmp_path / "there")
    broken = copy_of(saved, tmp_path / "broken")
    manifest = json.loads((broken / "manifest.json").read_text(encoding="utf-8"))
    manifest["stages"][0]["value"] += 1
    (broken / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    ended = run("letters", broken)
    assert ended.status == ExitStatus.NOT_VERIFIED
    assert not Path("letters").exists()


def test_where_letters_go_where_nobody_says(run: Run, saved: Path) -> None:
    for place in ("letters/plan", "letters/plan-2"):
        ended = run("letters", saved, "--to", "md", "--json")
        assert ended.json["files"][0] == f"{place}/register-en.md"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_number_of_a_letter_that_is_another_is_found(
    about: Subject, letters: list[Letter], data: st.DataObject
) -> None:
    documents = [make_register(about, letters), *(letter.document for letter in letters)]
    for document in documents:
        check(document)
    places = [place for document in documents for place in every_number(document)]
    assert len(places) > 100
    place = data.draw(st.sampled_from(places))
    with pytest.raises(DoesNotAddUp):
        check(place.otherwise())


def test_a_plan_of_one_year_has_letters(tmp_path: Path) -> None:
    tree = changed(
        years="2026", sources__state__ceiling={"2026": 60}, sources__fund__amount={"2026": 30}
    )
    plan = solved(tree, tmp_path / "plan")
    files = write_letters([Subject(open_sides([plan])[0])], ["md", "pdf"], tmp_path / "out")
    text = next(file for file in files if file.name == "region-north-en.md").read_text("utf-8")
    assert text.splitlines()[0] == "# Proposed budget ceiling 2026"
