"""Finds the fixed words in the code, so that a catalogue can be held against them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
Message = str | tuple[str, ...]
WORDS: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("_", "gettext", "marked", "words"), (0,)),
    **dict.fromkeys(("ngettext", "plural", "form"), (0, 1)),
}
"""Functions of reports whose words are translated, and where these stand among the arguments: one
text, or the singular and the plural."""
RULES: Mapping[str, tuple[int, ...]] = dict.fromkeys(("reason", "phrase", "opening"), (0,))
"""The same of other rooms: reasons why something is not proved, and sentences of rules."""
ROOMS = {"report": WORDS, "allocation": RULES, "scenario": RULES}


def messages() -> dict[Message, list[str]]:
    """Find every fixed text that reports say.

    Returns
    -------
    dict
        Each text, or singular and plural, with the files that it stands in.
    """
    found: dict[Message, list[str]] = {}
    for room, functions in ROOMS.items():
        for path in sorted((PACKAGE / room).rglob("*.py")):
            for message in _in_code(ast.parse(path.read_text(encoding="utf-8")), functions):
                found.setdefault(message, []).append(path.name)
    for path in sorted((PACKAGE / "report").rglob("*.html")):
        for message in _in_page(path):
            found.setdefault(message, []).append(path.name)
    return found


def _in_code(tree: ast.AST, functions: Mapping[str, tuple[int, ...]]) -> Iterator[Message]:
    """Texts in calls, however deep these stand within others."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = str(getattr(node.func, "id", "") or getattr(node.func, "attr", ""))
        texts = [
            each.value
            for each in (node.args[at] for at in functions.get(name, ()) if at < len(node.args))
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if texts and len(texts) == len(functions[name]):
            yield texts[0] if len(texts) == 1 else tuple(texts)


def _in_page(path: Path) -> Iterator[Message]:
    from babel.messages.extract import extract_from_file

    for _, message, _, _ in extract_from_file("jinja2", str(path), {"_": None}):
        yield message
