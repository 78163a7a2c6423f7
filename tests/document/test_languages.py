"""Reports in other languages: every fixed text has a translation, and none is left in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
from babel.messages.pofile import read_po

from finmodel.allocation.compare.sides import open_sides
from finmodel.report.document.adds_up import check
from finmodel.report.document.compare import make_comparisons
from finmodel.report.document.make import make_documents
from finmodel.report.document.markdown import as_markdown
from finmodel.report.document.parts import Document
from finmodel.report.languages.extract import messages
from finmodel.report.languages.fields import FIELDS
from finmodel.report.languages.language import CATALOGUES, language_of, languages
from finmodel.report.places import SILENT
from finmodel.scenario.schema import scenario_schema
from finmodel.scenario.shape import ALWAYS
from finmodel.scenario.values import Money
from tests.compare.plans import PLAN, Tree, changed, solved

OTHERS = [code for code in languages() if code != "en"]
LATIN = re.compile(r"[A-Za-z]{2,}")
SAME_EVERYWHERE = {"COFOG", "GFS"}
"""Names of international classifications."""


def test_there_is_mongolian() -> None:
    assert "mn" in OTHERS


@pytest.mark.parametrize("code", OTHERS)
def test_every_fixed_text_is_translated_and_no_other(code: str) -> None:
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    known = {message.id: message.string for message in catalogue if message.id}
    assert set(messages()) == set(known)
    heads = [said if isinstance(said, str) else said[0] for said in known]
    assert heads == sorted(heads), "in the order of the alphabet, so that two additions rarely meet"
    for said, words in known.items():
        forms = (words,) if isinstance(words, str) else words
        assert all(form.strip() for form in forms), said
        fields = _fields(said if isinstance(said, str) else said[1])
        for form in forms:
            # A singular may leave its number out.
            assert _fields(form) | {"n", "name"} == fields | {"n", "name"}, said


def _fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_money_and_numbers_are_those_of_the_language() -> None:
    mongolian = language_of("mn")
    assert mongolian.unit(Money(scale=1_000_000, currency="MNT")) == "сая ₮"
    assert mongolian.spoken(1_500_000_000, "MNT") == "1.5 тэрбум ₮"
    assert mongolian.number(1234567.5, 1) == "1,234,567.5"
    said = mongolian.ngettext(
        "{n} input changed from A to {letter}.",
        "{n} inputs changed from A to {letter}.",
        3,
        letter="Б",
    )
    assert said == "A-аас Б хүртэл 3 оролт өөрчлөгдсөн."


def in_mongolian() -> Tree:
    """The plan with every text in Mongolian."""
    named = changed(
        title={"mn": "Бага төлөвлөгөө", "en": "A small plan"},
        programmes__skills__name={"mn": "Ур чадвар", "en": "Skills"},
        programmes__skills__output="суралцагч",
        programmes__reading__name={"mn": "Унших", "en": "Reading"},
        programmes__reading__output="уншигч",
        sources__state__name={"mn": "Улсын төсөв", "en": "State"},
        sources__fund__name={"mn": "Сан", "en": "Fund"},
        sources__fund__source="Сангийн хууль",
        policies__north_first__name={"mn": "Хойд тэргүүнд", "en": "North first"},
        regions__list__north__name={"mn": "Хойд", "en": "North"},
        regions__list__south__name={"mn": "Өмнөд", "en": "South"},
        regions__columns__adults__title={"mn": "Насанд хүрэгчид", "en": "Adults"},
        regions__columns__adults__source="Тооллого",
        regions__columns__cost_index={"title": {"mn": "Зардлын индекс", "en": "Cost index"}},
    )
    return {**named, "glossary": {"staff": {"mn": "Ажиллагчид"}}}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """The English and the Mongolian document of a plan and of how it differs from another."""
    folder = tmp_path_factory.mktemp("plans")
    before = in_mongolian()
    before["sources"]["state"]["ceiling"] = {"2026": 50, "2027": 80}
    return make_documents(
        solved(in_mongolian(), folder / "now"), ["en", "mn"], solved(before, folder / "before")
    )


def test_no_english_is_left_in_the_mongolian_document(documents: list[Document]) -> None:
    mongolian = documents[1]
    text = as_markdown(mongolian).replace(mongolian.digest, "")
    text = re.sub(r"\b[0-9a-f]{64}\b|\\`.*?\\`", "", text)
    left = {word for word in LATIN.findall(text) if word not in SAME_EVERYWHERE}
    assert left == set()
    # Words in no language that is named count as English, whatever their letters.
    assert mongolian.untranslated == ["суралцагч", "уншигч", "Тооллого", "Сангийн хууль"]


def test_both_say_the_same_numbers(documents: list[Document]) -> None:
    english, mongolian = (document.tables() for document in documents)
    assert list(english) == list(mongolian)
    for id, table in english.items():
        numbers = [column.key for column in table.columns if column.kind != "text"]
        assert table.rows[numbers].equals(mongolian[id].rows[numbers])


def test_a_glossary_translates_plain_words(tmp_path_factory: pytest.TempPathFactory) -> None:
    tree = in_mongolian()
    tree["programmes"]["skills"]["output"] = "learners"
    tree["glossary"] = {
        "learners": {"mn": "сурагч"},
        "Сангийн хууль": {"mn": "Сангийн тухай хууль"},
    }
    saved = solved(tree, tmp_path_factory.mktemp("glossary") / "saved")
    english, mongolian = make_documents(saved, ["en", "mn"])
    counted = [
        document.tables()["programmes"].rows["output"][0] for document in (english, mongolian)
    ]
    assert counted == ["learners", "сурагч"]
    assert "learners" not in as_markdown(mongolian)
    assert mongolian.untranslated == ["уншигч", "Staff", "Тооллого"]
    assert "Сангийн тухай хууль" in {note.source for note in mongolian.notes}


def test_what_the_scenario_does_not_say_is_listed_and_not_guessed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    saved = solved(PLAN, tmp_path_factory.mktemp("plain") / "saved")
    english, mongolian = make_documents(saved, ["en", "mn"])
    assert english.untranslated == []
    assert set(mongolian.untranslated) >= {"A small plan", "North", "South", "learners", "readers"}
    assert set(mongolian.untranslated) >= {"Staff", "Law on the fund"}, "ids, sources and notes too"
    text = as_markdown(mongolian)
    assert "## Хувилбарын орчуулаагүй бичвэрүүд\n\n- A small plan\n" in text


def test_every_key_of_a_scenario_has_words() -> None:
    """Whatever a scenario may write stands in the catalogue."""
    keys = set(keys_of(scenario_schema()))
    assert keys - set(FIELDS) - {*SILENT, ALWAYS} == set()
    assert set(FIELDS) - keys == {"equal"}, "the one word that a formula has for itself"


def keys_of(part: Any) -> Iterator[str]:
    """Keys that a schema knows."""
    if isinstance(part, dict):
        properties = part.get("properties")
        yield from properties if isinstance(properties, dict) else ()
        for each in part.values():
            yield from keys_of(each)
    elif isinstance(part, list):
        for each in part:
            yield from keys_of(each)


def test_regions_of_one_name_are_told_apart_in_each_language(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    tree = in_mongolian()
    for region, kind in (("north", "district"), ("south", "аймаг")):
        tree["regions"]["list"][region] |= {"name": {"en": "Sky", "mn": "Тэнгэр"}, "type": kind}
    tree["glossary"] |= {"district": {"mn": "дүүрэг"}, "аймаг": {"en": "aimag"}}
    saved = solved(tree, tmp_path_factory.mktemp("alike") / "saved")
    documents = make_documents(saved, ["en", "mn"])
    named = [list(document.tables()["regions"].rows["region"]) for document in documents]
    assert named == [["Sky (district)", "Sky (aimag)"], ["Тэнгэр (дүүрэг)", "Тэнгэр (аймаг)"]]
    assert not {"district", "Sky"} & set(documents[1].untranslated)
    assert "Sky" not in as_markdown(documents[1])


def test_a_plan_without_regions_and_lines_of_cost_has_no_words_of_its_own_to_translate(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    tree = in_mongolian()
    for part in ("regions", "policies"):
        tree.pop(part)
    for each in tree["programmes"].values():
        each |= {"unit_cost": 900, "need": 5000, "output": "суралцагч"}
    tree["prices"] = {}
    tree["glossary"] = {"суралцагч": {"mn": "суралцагч"}}
    saved = solved(tree, tmp_path_factory.mktemp("plain-plan") / "saved")
    (mongolian,) = make_documents(saved, ["mn"])
    assert "Улс орон даяар" in set(mongolian.tables()["regions"].rows["region"])
    assert {"Cost", "The whole country"} & set(mongolian.untranslated) == set()
    assert any(note.figure == "Ур чадвар: нэгж өртөг" for note in mongolian.notes)


def test_values_that_changed_are_said_in_the_language(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    now = in_mongolian()
    now["sources"]["state"]["only_for"] = {"programmes": ["skills", "reading"], "years": 2026}
    now["sources"]["state"]["certainty"] = {"2026": "secured", "2027": {"pipeline": "60%"}}
    now["regions"]["list"]["north"]["attributes"]["adults"] = 12000
    now["objective"] = [{"first": "maximise lowest coverage"}, {"then": "maximise benefit"}]
    before, after = solved(in_mongolian(), folder / "before"), solved(now, folder / "after")
    (made,) = make_comparisons(open_sides([before, after]), ["mn"], [None])
    rows = made.tables()["inputs-B"].rows
    check(made)
    said = {str(row["what"]): (row["old"], row["new"]) for row in rows.to_dict("records")}
    assert said["Эх үүсвэр: Улсын төсөв – зөвхөн хамаарах"] == (
        "(байхгүй)",
        "хөтөлбөрүүд: Ур чадвар, Унших; жилүүд: 2026",
    )
    certain = said["Эх үүсвэр: Улсын төсөв – баталгаат байдал"]
    assert certain[1] == "2026: баталгаатай; 2027: хүлээгдэж буй мөнгө ирэх магадлал: 60%"
    assert said["Орон нутаг – Хойд, Насанд хүрэгчид"][1] == "12,000"
    assert any("хамгийн бага хамралтыг нэмэгдүүлэх" in new for _, new in said.values())
    latin = [text for pair in said.items() for text in map(str, pair) if LATIN.search(text)]
    assert latin == []
