import doctest
import importlib
import pkgutil
import re
from typing import ParamSpec, TypeVar

import pytest

import finmodel.finance

MODULES = sorted(module.name for module in pkgutil.iter_modules(finmodel.finance.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    module = importlib.import_module(f"finmodel.finance.{name}")
    results = doctest.testmod(module)
    assert results.failed == 0
    # A module of functions without an example would pass unseen.
    assert results.attempted > 0


def public_functions(name):
    module = importlib.import_module(f"finmodel.finance.{name}")
    return [
        function
        for key, function in vars(module).items()
        if not key.startswith("_")
        and getattr(function, "__module__", None) == module.__name__
        and callable(function)
        and not isinstance(function, type | TypeVar | ParamSpec)
    ]


def test_the_package_says_where_everything_is():
    assert doctest.testmod(finmodel.finance).failed == 0
    rooms = re.split(r"^(\w+)\n    ", finmodel.finance.__doc__, flags=re.MULTILINE)
    listed = dict(zip(rooms[1::2], rooms[2::2], strict=True))
    assert sorted(listed) == MODULES
    for name in set(MODULES) - {"checks", "elementwise"}:
        named = set(re.findall(r"\w+", listed[name]))
        assert {function.__name__ for function in public_functions(name)} <= named, name


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_says_what_it_is(name):
    functions = public_functions(name)
    assert functions
    for function in functions:
        text = function.__doc__
        wanted = ["Raises", "Examples", ">>>"]
        if name not in ("checks", "elementwise"):
            wanted += ["Returns", "Source:", "["]
        missing = [part for part in wanted if part not in text]
        assert not missing, f"{function.__name__}: {missing}"
