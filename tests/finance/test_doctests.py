import doctest
import importlib
import pkgutil

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


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_says_what_it_is(name):
    module = importlib.import_module(f"finmodel.finance.{name}")
    functions = [
        function
        for key, function in vars(module).items()
        if not key.startswith("_")
        and getattr(function, "__module__", None) == module.__name__
        and callable(function)
        and not isinstance(function, type)
    ]
    assert functions
    for function in functions:
        text = function.__doc__
        wanted = ["Raises", "Examples", ">>>"]
        if name != "checks":
            wanted += ["Returns", "Source:", "["]
        missing = [part for part in wanted if part not in text]
        assert not missing, f"{function.__name__}: {missing}"
