"""What the banner says of the open file: of all that holds the one thing that has to be known first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from glossator import projects, rescue
from glossator.ui.messages import Tone
from glossator.workbench import Whereabouts, Workbench

_AWAY = {
    "gone": "“{}” was moved or deleted while it was open.",
    "replaced": "Another file has taken the place of “{}” while it was open.",
    "unreachable": "“{}” cannot be reached any more: was its disk or share disconnected?",
}
_RETURN = {
    "gone": "Put the file back where it was, and work goes on.",
    "replaced": "Nothing more is written to it.",
    "unreachable": "Connect it again, and work goes on.",
}


@dataclass
class State:
    """What is known of the open file.

    ``fault`` says why it cannot be followed, ``holder`` where somebody else has it open for writing (``was_held``: had,
    since it was opened here), ``free`` how many bytes a disk has left that is nearly full.  ``rescued`` is the rescue
    file, ``rescue_fault`` why there is none with all in it.
    """

    where: Whereabouts = "here"
    fault: str = ""
    holder: str = ""
    was_held: bool = False
    wrote_beside: bool = False
    free: int | None = None
    rescued: Path | None = None
    rescue_fault: str = ""
    is_rescuing: bool = False


class Notice(NamedTuple):
    """What is said.  ``key`` tells one occasion from another, so that what was closed stays closed; ``first`` and
    ``second`` are what is offered (see :data:`OFFERS`).
    """

    key: str
    text: str
    tone: Tone
    first: str = ""
    second: str = ""
    can_close: bool = False


OFFERS = {
    "open_rescued": "Open the rescue file",
    "show_rescued": "Show it",
    "try_again": "Try again",
    "give_up": "Give it up",
    "check": "Check the project",
    "edit_here": "Edit here",
}
"""What can be offered, and what the buttons say."""


def notices(state: State, bench: Workbench) -> Iterator[Notice]:
    """All that holds now; the more there is to lose, the earlier it comes."""
    name = bench.project_file.path.name
    if state.where != "here":
        yield _of_place(state, bench, name)
    if bench.unsaved is not None:
        text = (
            f"“{bench.unsaved.title}” is not saved yet, as the disk did not take it. All before it is saved."
        )
        yield Notice(f"unsaved {bench.unsaved.id}", text, "danger", "try_again", "give_up")
    if state.fault:
        yield Notice("fault", state.fault, "danger", can_close=True)
    if (lost := bench.project_file.lost) is not None:
        steps = "one step" if lost.steps == 1 else f"{lost.steps} steps"
        yield Notice(
            "lost",
            f"Glossator was not closed properly, and at least {steps} that waited beside “{name}” could not be read, as"
            f" the side file is damaged. All before is here. The files are kept as they were found: {lost.kept}.",
            "danger",
            "check",
            can_close=True,
        )
    if state.wrote_beside:
        yield Notice(
            "beside",
            f"Another program has written to “{name}”, beside Glossator’s journal. What you see was read anew; what"
            " that program did cannot be undone here.",
            "warning",
            "check",
            can_close=True,
        )
    if state.free is not None:
        text = f"The disk with “{name}” is nearly full: {state.free / 1e6:,.0f} MB are left. Free some space."
        yield Notice("disk", text, "warning", can_close=True)
    if bench.is_past:
        return  # the window says so
    if bench.read_only:
        yield _of_reading(state, name)
    elif service := projects.sync_service(bench.project_file.path):
        yield Notice(
            "folder",
            f"“{name}” lies in a folder of {service}. Close it here, and wait until {service} is done, before you open"
            " it on another computer: otherwise there will be two files, and one of them will be lost.",
            "info",
            can_close=True,
        )


def _of_place(state: State, bench: Workbench, name: str) -> Notice:
    text = f"{_AWAY[state.where].format(name)} {_safe(state)} {_RETURN[state.where]}"
    first = ""
    if state.rescued is not None:
        first = "open_rescued" if state.rescued.suffix == projects.ENDING else "show_rescued"
    waits = bench.unsaved is not None
    return Notice(f"place {state.where}", text, "danger", first, "try_again" if waits else "")


def _safe(state: State) -> str:
    if state.is_rescuing:
        return "All that was saved is being copied to a rescue file."
    if state.rescued is None:
        return f"There is no rescue file: {state.rescue_fault or 'no document was open.'}"
    if state.rescued.suffix == projects.ENDING:
        return f"All that was saved is safe in the rescue file “{state.rescued.name}” in {rescue.folder()}."
    return (
        f"It can no longer be read; the open document, as it stands here, is safe in “{state.rescued.name}” in"
        f" {rescue.folder()}."
    )


def _of_reading(state: State, name: str) -> Notice:
    if state.holder:
        text = f"“{name}” is already open {state.holder}. Here it is for reading only, and follows what is saved there."
        return Notice("held", text, "info")
    if state.was_held:
        text = f"“{name}” is free now: whoever had it open has closed it."
        return Notice("free", text, "info", "edit_here")
    return Notice(
        "reading", "This project is open for reading only: nothing can be changed.", "warning", can_close=True
    )
