"""What each field of a model means: the text under it in the source.

It is read when the schema, the reference or a message asks for it. Pydantic would read it as it
makes each class, which takes longer than making it.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from types import MappingProxyType


@cache
def descriptions(model: type) -> MappingProxyType[str, str]:
    """Text under each field of a model, its bases' among them.

    A field that is declared anew has its own text or none.
    """
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        # What stands in no source, such as a model of years of shares, says nothing anew.
        own = _texts(base.__module__).get(base.__qualname__)
        if own is not None:
            found |= {name: own.get(name, "") for name in inspect.get_annotations(base)}
    return MappingProxyType({name: text for name, text in found.items() if text})


@cache
def _texts(module: str) -> dict[str, dict[str, str]]:
    """Text under each field of each class of a module."""
    if module not in sys.modules or not hasattr(sys.modules[module], "__file__"):
        return {}
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {each.name: dict(_under(each)) for each in tree.body if isinstance(each, ast.ClassDef)}


def _under(declared: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Fields of a class that have text under them."""
    for field, text in pairwise(declared.body):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ):
                yield name, inspect.cleandoc(said)
