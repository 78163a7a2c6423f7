"""Reading a YAML file into plain data and marks, with bounds on everything that could explode."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from finmodel.scenario.files import decode, read_bytes
from finmodel.scenario.places import Mark, Place
from finmodel.scenario.problems import Problem, ScenarioError, shown

LARGEST_FILE = 5_000_000
MOST_VALUES = 200_000
DEEPEST = 40
LONGEST_NUMBER = 40
CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "merge", "value")
)
LEADING_ZERO = re.compile(r"^[-+]?0[0-9]")


class Reader:
    """One YAML file on its way to plain data.

    Parameters
    ----------
    file : str
        Name of the file in places.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._values = 0
        self._open: set[int] = set()

    def report(self, node: Node, message: str, remedy: str) -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(str(self._place(node)), message, remedy))

    def _place(self, node: Node) -> Place:
        return Place(self.file, node.start_mark.line + 1)

    def build(self, node: Node, depth: int = 0) -> tuple[Any, Mark]:
        """Turn a node into plain data and its marks."""
        mark = Mark(self._place(node))
        self._values += 1
        if self._values > MOST_VALUES:
            raise ScenarioError(
                [
                    Problem(
                        str(mark.place),
                        f"the file unfolds to more than {MOST_VALUES} values",
                        "put large tables into CSV files and repeat fewer aliases",
                    )
                ]
            )
        if id(node) in self._open:
            self._refuse(node, mark, "an alias stands inside what it repeats", "write it out")
            return None, mark
        if depth > DEEPEST:
            self._refuse(node, mark, f"nested more than {DEEPEST} deep", "write it less deep")
            return None, mark
        if node.tag not in CORE_TAGS:
            self._refuse(
                node, mark, f"the tag {shown(_tag(node))} is not read", "leave the tag out"
            )
            return None, mark
        self._open.add(id(node))
        try:
            if isinstance(node, MappingNode):
                return self._mapping(node, mark, depth), mark
            if isinstance(node, SequenceNode):
                return self._sequence(node, mark, depth), mark
            assert isinstance(node, ScalarNode)
            return self._scalar(node, mark), mark
        finally:
            self._open.discard(id(node))

    def _refuse(self, node: Node, mark: Mark, message: str, remedy: str) -> None:
        mark.bad = True
        self.report(node, message, remedy)

    def _mapping(self, node: MappingNode, mark: Mark, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.report(key_node, "a key is a list or a mapping", "write a word as the key")
                continue
            # Keys stay text as written: 2026, 01 and yes are names here.
            key = str(key_node.value)
            if key_node.tag == "tag:yaml.org,2002:merge":
                self.report(
                    key_node,
                    "the merge key `<<` is not read",
                    "write the keys out, or use `extends`",
                )
                continue
            if key in data:
                first = mark.inside[key].place.line
                self.report(
                    key_node,
                    f"the key {shown(key)} is given twice, first on line {first}",
                    "keep one of the two",
                )
                continue
            data[key], inside = self.build(value_node, depth + 1)
            inside.place = self._place(key_node)
            mark.inside[key] = inside
            if data[key] is None and not inside.bad:
                inside.bad = True
                remedy = "write one, or leave the line out"
                if node.flow_style and data.keys() - {key}:
                    remedy = "write one, or put text that holds a comma in quotes"
                self.report(key_node, f"{shown(key)} has no value", remedy)
        return data

    def _sequence(self, node: SequenceNode, mark: Mark, depth: int) -> list[Any]:
        data: list[Any] = []
        for position, item in enumerate(node.value):
            value, inside = self.build(item, depth + 1)
            if value is None and not inside.bad:
                inside.bad = True
                self.report(item, "a list holds an empty item", "write it, or leave it out")
            data.append(value)
            mark.inside[position] = inside
        return data

    def _scalar(self, node: ScalarNode, mark: Mark) -> Any:
        text = str(node.value)
        kind = _tag(node).rsplit(":", 1)[-1]
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("true", "yes", "on")
        if kind not in ("int", "float") or LEADING_ZERO.match(text):
            return text  # 09.5 and 01 are codes, not numbers
        number = _number(text, kind)
        if number is None or not math.isfinite(number):
            self._refuse(node, mark, f"{shown(text)} is not a finite number", "write a number")
            return None
        return number


def _tag(node: Node) -> str:
    return str(node.tag)


def _number(text: str, kind: str) -> int | float | None:
    plain = text.replace("_", "")
    if len(plain) > LONGEST_NUMBER:
        return None
    try:
        if kind == "int":
            return int(plain, 0)
        return float(re.sub(r"^([-+]?)\.(inf|nan)$", r"\1\2", plain, flags=re.IGNORECASE))
    except ValueError:
        return None


def read_yaml(path: Path, file: str) -> tuple[dict[str, Any], Mark, list[Problem]]:
    """Read one YAML file.

    Parameters
    ----------
    path : Path
        File to read.
    file : str
        Its name in places.

    Returns
    -------
    tuple
        Plain data (keys are text, as written), its marks, and the problems found on the way,
        among them keys given twice; data and marks are usable in spite of these.

    Raises
    ------
    ScenarioError
        If nothing usable can be read.
    """
    return parse_yaml(decode(read_bytes(path, file, LARGEST_FILE), file), file)


def parse_yaml(text: str, file: str) -> tuple[dict[str, Any], Mark, list[Problem]]:
    """Read the text of one YAML file; as `read_yaml`."""
    node = _compose(text, file)
    if node is None:
        raise ScenarioError(
            [Problem(f"{file}:1", "the file is empty", "start from `finmodel new`")]
        )
    reader = Reader(file)
    data, mark = reader.build(node)
    if not isinstance(data, dict) and not mark.bad:
        reader.report(node, "the file is not a mapping", "write `key: value` on each line")
    if not isinstance(data, dict):
        raise ScenarioError(reader.problems)
    return data, mark, reader.problems


def parse_value(text: str, place: Place) -> tuple[Any, Mark, list[Problem]]:
    """Read one value of the command line, such as `5%` or `{2026: 1}`; as `read_yaml`."""
    node = _compose(text, place.file)
    if node is None:
        problem = Problem(str(place), "there is no value", "write one after the `=`")
        raise ScenarioError([problem])
    reader = Reader(place.file)
    data, mark = reader.build(node)
    for each in _all(mark):
        each.place = place
    if data is None and not reader.problems:
        reader.report(node, "there is no value", "write one after the `=`")
    problems = [Problem(str(place), each.message, each.remedy) for each in reader.problems]
    return data, mark, problems


def _all(mark: Mark) -> Iterator[Mark]:
    yield mark
    for inside in mark.inside.values():
        yield from _all(inside)


def _compose(text: str, file: str) -> Node | None:
    """Compose the node graph of one document, or raise in plain words."""
    yaml = YAML(typ="safe", pure=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return yaml.compose(text)  # type: ignore[no-any-return]
    except RecursionError:
        problem = Problem(f"{file}:1", f"nested more than {DEEPEST} deep", "write it less deep")
    except MarkedYAMLError as error:
        problem = _in_plain_words(error, text, file)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        character = error.character
        code = ord(character) if isinstance(character, str) else int(character)
        what = f"the character U+{code:04X} may not stand in a text file"
        problem = Problem(f"{file}:{line}", what, "take it out")
    except (YAMLError, ValueError):
        problem = Problem(f"{file}:1", "the file is not YAML", "start from `finmodel new`")
    raise ScenarioError([problem])


PLAIN = (
    ("could not find expected ':'", "a line has no colon", "write `key: value`"),
    (
        "mapping values are not allowed here",
        "a second `: ` stands on the line, or the line is indented too far",
        "put text that holds `: ` in quotes, and line the keys up",
    ),
    ("found character '\\t'", "the line is indented with a tab", "use spaces"),
    (
        "expected the node content",
        "a bracket is not closed, or a value is missing",
        "close the bracket, or write the value",
    ),
    (
        "sequence entries are not allowed here",
        "a `-` stands where no list can begin",
        "put it on a line of its own, or in quotes",
    ),
    (
        "cannot start any token",
        "a word starts with a character that has a meaning of its own",
        "put the word in quotes",
    ),
    (
        "expected <block end>",
        "the line does not line up with the lines above it",
        "give the keys of one mapping the same number of spaces",
    ),
    ("expected ',' or '}'", "a `{` is not closed, or a comma is missing", "write `{a: 1, b: 2}`"),
    ("expected ',' or ']'", "a `[` is not closed, or a comma is missing", "write `[a, b]`"),
    (
        "found undefined alias",
        "an alias `*name` repeats nothing that was named before",
        "put a text that starts with `*` in quotes",
    ),
    ("found unexpected end of stream", "a quote is not closed", "close the quote"),
    (
        "but found another document",
        "a second document starts with `---`",
        "keep one scenario in a file",
    ),
    ("undefined tag handle", "tags that start with `!` are not read", "leave the tag out"),
    (
        "expected alphabetic or numeric character",
        "`*` or `&` stands before no name",
        "put a text that starts with `*` or `&` in quotes",
    ),
)


def _in_plain_words(error: MarkedYAMLError, text: str, file: str) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    line = 1 if mark is None else min(mark.line, max(text.rstrip().count("\n"), 0)) + 1
    for words, message, remedy in PLAIN:
        if words in said:
            return Problem(f"{file}:{line}", f"this is not YAML: {message}", remedy)
    return Problem(
        f"{file}:{line}", "this is not YAML", "look for a quote, bracket or colon out of place"
    )
