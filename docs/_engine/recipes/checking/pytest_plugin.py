"""After the tests of a module that binds a page: whether all that the page says is proved.

One more item at the end of the module passes when every token of the page's mathematics was used
by a test, every symbol agrees with the glossary, every word that states something was quoted by a
test, and each test that quotes words evaluates something.
"""

from collections.abc import Generator
from itertools import groupby
from pathlib import Path

import pytest

from recipes.problem import Problem

from . import bound_page, evidence, lazy_snippets
from .bound_page import BoundPage

NAME = "all_that_the_page_says_is_proved"
_passed = pytest.StashKey[dict[tuple[Path, str], bool]]()


class UnprovedError(Exception):
    """What a page says and no test evaluates."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))


class PageItem(pytest.Item):
    """The check of the page that a module of tests binds."""

    def runtest(self) -> None:
        """Fail with a line for each token and word that no test proves."""
        module = self.parent
        assert isinstance(module, pytest.Module)
        names = {name for name in vars(module.obj) if name.startswith("test")}
        passed = self.config.stash[_passed]
        if not all(passed.get((self.path, name)) for name in names):
            pytest.skip("the page is checked once all tests of its module have passed")
        source = self.path.read_text(encoding="utf-8")
        label = self.path.relative_to(self.config.rootpath).as_posix()
        problems = sorted({*module.obj.PAGE.unproved(), *evidence.check(source, label)})
        if problems:
            raise UnprovedError(problems)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """The list, without a traceback."""
        if isinstance(excinfo.value, UnprovedError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))


def pytest_configure(config: pytest.Config) -> None:
    """Say where the pages are, and import snippets lazily."""
    bound_page.root = config.rootpath
    config.stash[_passed] = {}
    lazy_snippets.install()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let no snippet run while tests are collected."""
    lazy_snippets.collecting = True
    try:
        return (yield)
    finally:
        lazy_snippets.collecting = False


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the check of a page behind the tests of its module."""
    ordered: list[pytest.Item] = []
    for module, group in groupby(items, lambda item: item.getparent(pytest.Module)):
        ordered += group
        if module is not None and isinstance(getattr(module.obj, "PAGE", None), BoundPage):
            ordered.append(PageItem.from_parent(module, name=NAME))
    items[:] = ordered


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which tests passed; one that runs with several arguments passes as a whole."""
    report = yield
    if report.when == "call":
        name = item.path, getattr(item, "originalname", item.name)
        passed = item.config.stash[_passed]
        passed[name] = passed.get(name, True) and report.passed
    return report
