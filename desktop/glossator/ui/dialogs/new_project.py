"""The dialog that asks for a new project's title, file, label scheme and, where it shall be protected, passphrase."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.errors import GlossatorError
from glossator.core.scheme import Scheme
from glossator.ui import messages
from glossator.ui.dialogs.passphrase_fields import NewPassphrase

SUFFIX = ".gloss"
_SCHEME_FILES = "Label schemes and configurations of brat (*.json annotation.conf)"
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 80
_WIDTH = 560


def file_name(title: str) -> str:
    """A file name for a project called ``title``, good on every system, with the suffix of projects."""
    plain = " ".join(_UNSAFE.sub(" ", title).split()).strip(". ")
    return (plain[:_LONGEST].rstrip(". ") or "Untitled") + SUFFIX


def path_fault(path: Path) -> str:
    """Why no project can be made at ``path``, in a sentence; empty when one can."""
    folder = path.parent
    if not path.name.removesuffix(SUFFIX) or not path.is_absolute():
        return "Give the file a name and a folder."
    if not folder.is_dir():
        return f"There is no folder {folder}."
    if path.exists():
        return f"{path.name} is there already. A project is never written over: choose another name."
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"You may not write in the folder {folder}."
    return ""


class NewProjectDialog(QDialog):
    """``accepted_path`` carries the path, the title, the scheme's id (or the path of its file) and the passphrase,
    which is empty for a project that is not protected.  ``native`` uses the system's file dialog; ``read`` reads the
    scheme in a file, which can be chosen where it is given.
    """

    accepted_path = Signal(object, str, str, str)

    def __init__(
        self,
        schemes: Sequence[Scheme],
        folder: Path,
        parent: QWidget | None = None,
        *,
        native: bool = True,
        read: Callable[[Path], Scheme] | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._folder = folder
        self._native = native
        self._schemes = list(schemes)
        self._is_own_path = False
        self._column = QVBoxLayout(self)
        self.setWindowTitle("New project")
        self.setModal(True)
        self.title = QLineEdit(self)
        self.title.setPlaceholderText("What the case is called")
        self.file = QLineEdit(self)
        self.browse = QPushButton("Choose…", self)
        self.browse.setAutoDefault(False)
        self.scheme = QComboBox(self)
        for each in self._schemes:
            self.scheme.addItem(each.name, each.id)
        if read is not None:
            self.scheme.addItem("From a file…")
        self._last_scheme = 0
        self.about = QLabel(self)
        self.about.setProperty("tone", "muted")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.protect = QCheckBox("&Protect with a passphrase", self)
        self.passphrase = NewPassphrase(self)
        self.passphrase.hide()
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "danger")
        self.fault.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.make = self.buttons.addButton("Make project", QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setDefault(True)
        self._lay_out()
        self._connect()
        self._on_title(self.title.text())
        self._on_scheme()
        self.title.setFocus()

    def _lay_out(self) -> None:
        file = QHBoxLayout()
        file.setSpacing(8)
        file.addWidget(self.file, 1)
        file.addWidget(self.browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.addRow("&Title", self.title)
        form.addRow("&File", file)
        form.addRow("&Label scheme", self.scheme)
        form.labelForField(file).setBuddy(self.file)  # type: ignore[attr-defined]
        column = self._column
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.about)
        column.addWidget(self.protect)
        column.addWidget(self.passphrase)
        column.addWidget(self.fault)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.title.textChanged.connect(self._on_title)
        self.file.textEdited.connect(self._on_file_edited)
        self.file.textChanged.connect(self._check)
        self.scheme.currentIndexChanged.connect(self._on_scheme)
        self.browse.clicked.connect(self._on_browse)
        self.protect.toggled.connect(self._on_protect)
        self.passphrase.changed.connect(self._check)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    @property
    def path(self) -> Path:
        """Where the project shall lie; the suffix is added where it is missing."""
        path = Path(os.path.expanduser(self.file.text().strip()))  # noqa: PTH111 - Path's own raises for ~nobody
        return path if path.suffix == SUFFIX or not path.name else path.with_name(path.name + SUFFIX)

    def _on_title(self, title: str) -> None:
        if not self._is_own_path:
            self.file.setText(str(self._folder / file_name(title)))
        self._check()

    def _on_file_edited(self) -> None:
        self._is_own_path = True

    def _on_scheme(self) -> None:
        at = self.scheme.currentIndex()
        if at >= len(self._schemes) > 0:
            self.scheme.setCurrentIndex(self._last_scheme)
            self._ask_scheme()
            return
        self._last_scheme = at
        self.about.setText(_about(self._schemes[at]) if 0 <= at < len(self._schemes) else "")
        self._fit()

    def _ask_scheme(self) -> None:
        dialog = QFileDialog(self, "Which label scheme?", str(self._folder), _SCHEME_FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self._native)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_scheme_file)
        dialog.open()

    def _on_scheme_file(self, chosen: str) -> None:
        self.take_scheme(Path(chosen))

    def take_scheme(self, path: Path) -> None:
        """Offer the scheme in a file, and choose it; what is wrong with it is told."""
        if self._read is None:
            return
        try:
            scheme = self._read(path)
        except GlossatorError as error:
            messages.show_error(self, error)
            return
        self._schemes.append(scheme)
        at = len(self._schemes) - 1
        self.scheme.insertItem(at, f"{scheme.name} ({path.name})", str(path))
        self.scheme.setCurrentIndex(at)

    def _on_protect(self, is_on: bool) -> None:
        self.passphrase.setVisible(is_on)
        if is_on:
            self.passphrase.first.setFocus()
        else:
            self.passphrase.clear()
        self._check()

    def _fit(self) -> None:
        """As high as the description of the scheme wants it, which a layout with wrapped text does not see itself."""
        width = max(self.width(), _WIDTH)
        self.resize(width, self._column.totalHeightForWidth(width))

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, "Where shall the project lie?", str(self.path))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"Glossator projects (*{SUFFIX})")
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self._native)
        # this dialog refuses a file that is there already, in its own words
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def _on_file_chosen(self, chosen: str) -> None:
        self._is_own_path = True
        self.file.setText(chosen)

    def _check(self) -> None:
        fault = path_fault(self.path) if self.file.text().strip() else "Give the file a name and a folder."
        lacks = self.passphrase.fault if self.protect.isChecked() else ""
        if self.passphrase.again.text():  # what is still to be typed is no fault
            fault = fault or lacks
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self._fit()
        self.make.setEnabled(
            bool(self.title.text().strip()) and not fault and not lacks and bool(self._schemes)
        )

    def _on_accepted(self) -> None:
        if not self.make.isEnabled():
            return
        path, title = self.path, " ".join(self.title.text().split())
        self.accept()
        self.accepted_path.emit(path, title, self.scheme.currentData(), self.passphrase.text)


def _about(scheme: Scheme) -> str:
    counts = (
        f"{len(scheme.labels)} labels, {len(scheme.relation_types)} relation types, "
        f"{len(scheme.event_types)} event types"
    )
    return f"{scheme.definition}\n{counts}".strip()
