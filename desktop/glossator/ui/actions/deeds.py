"""What each row of the table does: the one place where ids and functions meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QGuiApplication

from glossator.ui.actions.asking import Asking
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.identifying import Identifying
from glossator.ui.actions.moving import Moving
from glossator.ui.actions.picturing import Picturing
from glossator.ui.actions.project import ProjectActs
from glossator.ui.actions.relating import Relating
from glossator.ui.actions.searching import Searching
from glossator.ui.actions.tagging import Tagging
from glossator.ui.actions.undoing import Undoing
from glossator.ui.actions.viewing import Viewing

Deed = Callable[[], object]


def deeds(
    desk: Desk,
    *,
    projects: ProjectActs,
    tagging: Tagging,
    relating: Relating,
    identifying: Identifying,
    moving: Moving,
    undoing: Undoing,
    searching: Searching,
    picturing: Picturing,
    asking: Asking,
    viewing: Viewing,
    window: Mapping[str, Deed],
) -> dict[str, Deed]:
    """A deed for every action of the table; ``window`` brings those that only the window can do."""
    return {
        **_of_projects(projects, moving),
        **_of_editing(desk, moving, undoing, searching, tagging),
        **_of_tagging(tagging, relating, asking),
        **_of_identities(identifying),
        **_of_going(moving, asking),
        **_of_looking(viewing),
        **_of_picturing(desk, picturing),
        "guide": asking.guide,
        "guide_data": partial(asking.guide, "data.md"),
        "version": asking.version,
        "about": asking.about,
        **window,
    }


def _of_projects(projects: ProjectActs, moving: Moving) -> dict[str, Deed]:
    projects.versioning.document_wanted.connect(moving.open_document)
    return {
        "new": projects.new,
        "open": projects.ask_open,
        "demo": projects.open_demo,
        "import": projects.ask_import,
        "import_folder": projects.ask_folder,
        "export": projects.ask_export,
        "save_copy": projects.ask_copy,
        "save_unprotected": projects.ask_unprotected,
        "backups": projects.safekeeping.open,
        "passphrase": projects.protecting.ask_change,
        "close": projects.close,
        "properties": projects.ask_properties,
        "status_new": partial(moving.set_status, "new"),
        "status_in_work": partial(moving.set_status, "in work"),
        "status_done": partial(moving.set_status, "done"),
        "status_dropped": partial(moving.set_status, "dropped"),
        "done_next": moving.done_and_next,
        "take_over": projects.versioning.open,
        "read_anew": projects.versioning.ask_encoding,
        "save_original": projects.versioning.ask_original,
        "remove": projects.remove,
    }


def _of_editing(
    desk: Desk, moving: Moving, undoing: Undoing, searching: Searching, tagging: Tagging
) -> dict[str, Deed]:
    return {
        "undo": partial(undoing.turn, again=False),
        "redo": partial(undoing.turn, again=True),
        "copy": lambda: QGuiApplication.clipboard().setText(desk.page.selected_text()),
        "cite": moving.copy_citation,
        "select_all": desk.page.select_all,
        "find": searching.open,
        "find_next": partial(searching.step, 1),
        "find_previous": partial(searching.step, -1),
        "delete": tagging.delete,
    }


def _of_tagging(tagging: Tagging, relating: Relating, asking: Asking) -> dict[str, Deed]:
    nudge = tagging.nudge
    return {
        "choose_label": asking.labels,
        "repeat": tagging.repeat,
        "grow": tagging.grow,
        "shrink_end": partial(nudge, "end", grow=False, by_word=True),
        "grow_end": partial(nudge, "end", grow=True, by_word=True),
        "shrink_start": partial(nudge, "start", grow=False, by_word=True),
        "grow_start": partial(nudge, "start", grow=True, by_word=True),
        "shrink_end_char": partial(nudge, "end", grow=False, by_word=False),
        "grow_end_char": partial(nudge, "end", grow=True, by_word=False),
        "shrink_start_char": partial(nudge, "start", grow=False, by_word=False),
        "grow_start_char": partial(nudge, "start", grow=True, by_word=False),
        "add_fragment": tagging.add_fragment,
        "relate": relating.relate,
        "event": relating.build_event,
        "unidentify": tagging.unidentify,
        "note": relating.note,
    }


def _of_identities(identifying: Identifying) -> dict[str, Deed]:
    return {
        "identical": partial(identifying.alike.tag_identical, in_project=False),
        "identical_project": partial(identifying.alike.tag_identical, in_project=True),
        "identity": identifying.naming.identity,
        "entity_card": identifying.card_of_selected,
        "accept_date": identifying.dating.accept,
        "set_date": identifying.dating.ask,
        "set_place": identifying.placing.ask_selected,
        "set_attribute": identifying.attributing.ask,
    }


def _of_going(moving: Moving, asking: Asking) -> dict[str, Deed]:
    return {
        "next_mention": partial(moving.step_mention, 1),
        "previous_mention": partial(moving.step_mention, -1),
        "back": moving.back,
        "next_document": partial(moving.step_document, 1),
        "previous_document": partial(moving.step_document, -1),
        "go_document": asking.documents,
        "go_page": moving.ask_page,
        "palette": asking.commands,
    }


def _of_looking(viewing: Viewing) -> dict[str, Deed]:
    return {
        "labels_shown": viewing.next_density,
        "zoom_in": partial(viewing.zoom_by, 1),
        "zoom_out": partial(viewing.zoom_by, -1),
        "zoom_reset": partial(viewing.zoom_to, 100),
        "fold_left": partial(viewing.fold, "left"),
        "fold_right": partial(viewing.fold, "right"),
        "fold_all": viewing.fold_all,
        "theme_system": partial(viewing.choose_theme, "system"),
        "theme_light": partial(viewing.choose_theme, "light"),
        "theme_dark": partial(viewing.choose_theme, "dark"),
        "theme_contrast": partial(viewing.choose_theme, "contrast"),
        "chips_in_full": viewing.turn_chips,
    }


def _of_picturing(desk: Desk, picturing: Picturing) -> dict[str, Deed]:
    return {
        "print": lambda: desk.attempt(picturing.ask_print),
        "pdf": lambda: desk.attempt(picturing.ask_pdf),
        "picture": lambda: desk.attempt(picturing.ask_picture),
    }
