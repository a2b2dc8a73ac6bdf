"""What the tests of the inspector do and look at: records of the article, the form that is shown, its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtWidgets import QWidget

from glossator.core.annotations import AnnotationSet, Mention, Relation
from glossator.core.changes import Change
from glossator.ui.panels.inspector import InspectorPanel
from glossator.ui.selection import Selection
from glossator.workbench import Workbench

W = TypeVar("W", bound=QWidget)
Carry = Callable[[object], list[Change]]


def article(bench: Workbench) -> AnnotationSet:
    assert bench.current is not None
    return bench.current


def mention_of(bench: Workbench, label: str) -> Mention:
    return next(each for each in article(bench).in_order() if each.label == label)


def binary(bench: Workbench) -> Relation:
    return next(each for each in article(bench).relations.values() if not each.is_event)


def event(bench: Workbench) -> Relation:
    events = [each for each in article(bench).relations.values() if each.is_event]
    return max(events, key=lambda each: len(each.arguments))


def select(panel: InspectorPanel, selection: Selection, *ids: int) -> None:
    selection.set(None, records=ids)
    panel.refresh()


def pick(choice: object, data: object) -> None:
    """Choose an item as the user does."""
    place = choice.findData(data)  # type: ignore[attr-defined]
    assert place >= 0, data
    choice.setCurrentIndex(place)  # type: ignore[attr-defined]
    choice.activated.emit(place)  # type: ignore[attr-defined]


def shown(panel: InspectorPanel) -> QWidget:
    return next(form for form, page in panel._pages.items() if page is panel._pile.currentWidget())


def field(panel: InspectorPanel, name: str, kind: type[W]) -> W:
    form = panel.mention if shown(panel) is panel.mention else panel.relation
    return cast("W", form.attributes.fields[name])
