"""The examples in the core's docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import glossator.core

MODULES = sorted(each.name for each in pkgutil.iter_modules(glossator.core.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module(f"glossator.core.{name}")
    failed = doctest.testmod(module).failed
    assert not failed, capsys.readouterr().out


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    modules = [importlib.import_module(f"glossator.core.{name}") for name in MODULES]
    assert sum(bool(test.examples) for module in modules for test in finder.find(module)) >= 2
