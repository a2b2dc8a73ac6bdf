"""What happens to the open project, told to every panel as facts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ProjectSignals(QObject):
    """Facts about the open project; each is emitted after it has happened and is on the disk."""

    changed = Signal(object)  # a core.changes.Change
    renewed = Signal()  # so much has changed, or nobody knows what, that everything is to be read anew
    document_opened = Signal(object)  # the id of the document
    perused = Signal(object)  # the id of a document of which more was read; nothing in it has changed
    project_opened = Signal()
    project_closed = Signal()
