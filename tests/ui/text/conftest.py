"""A page in a window of known size."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from glossator.core.annotations import AnnotationSet
from glossator.core.scheme import Scheme
from glossator.ui import theme
from glossator.ui.selection import Selection
from glossator.ui.text.view import ArticleView
from tests import builders

MakePage = Callable[..., ArticleView]


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def make_page(qtbot: QtBot, selection: Selection) -> MakePage:
    """Make a page that shows an article, 800 by 600 pixels unless told otherwise."""

    def made(
        annotations: AnnotationSet | None,
        scheme: Scheme | None = None,
        *,
        size: tuple[int, int] = (800, 600),
        shares: Selection | None = None,
    ) -> ArticleView:
        view = ArticleView(shares or selection, theme.light())
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        view.show_article(annotations, scheme or builders.scheme())
        return view

    return made
