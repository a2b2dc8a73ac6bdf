"""The dialog before an export in another format: what it carries, what would be lost, and what labels are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from glossator.core.scheme import Scheme
from glossator.core.titles import enumerated
from glossator.exchange import Format
from glossator.formats.conveying import Exported
from glossator.formats.mapping import KINDS, NameTable, Target
from glossator.ui.dialogs.format_frame import FormatDialog, page_of
from glossator.ui.dialogs.names_table import NameRow, NamesTable, choices_of


class ExportAnnotationsDialog(FormatDialog):
    """Asks for a format and says what would be lost; whoever opened it looks through the project.

    ``looked_for`` carries the name of the format (and the names chosen) for which the losses are wanted,
    ``accepted_format`` both once the export is wanted.
    """

    looked_for = Signal(str, object)
    accepted_format = Signal(str, object)

    def __init__(
        self,
        formats: Sequence[Format],
        scheme: Scheme,
        names_of: Callable[[str], NameTable],
        parent: QWidget | None = None,
    ) -> None:
        """``names_of`` knows which names were chosen before for the format of a name."""
        super().__init__("Export in another format", QSize(760, 600), formats, parent)
        self._names_of = names_of
        self._formats = {each.name: each for each in formats}
        self._scheme = scheme
        self.format.currentIndexChanged.connect(self._on_format)
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.about.setProperty("tone", "muted")
        self.verdict = QLabel(self)
        self.verdict.setWordWrap(True)
        self.losses = QListWidget(self)
        self.losses.setAccessibleName("What would be lost")
        self.losses.setWordWrap(True)
        self.carries = QTableWidget(0, 2, self)
        self.carries.setAccessibleName("What the format carries")
        self.carries.horizontalHeader().hide()
        self.carries.verticalHeader().hide()
        self.carries.horizontalHeader().setStretchLastSection(True)
        self.names = NamesTable(("In the project", "Kind", "", "Called there"), self)
        self.names.setColumnHidden(2, True)
        self.blank = QWidget(self)  # keeps the sentence at the top where there is no list below it
        self.blank.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.blank.hide()
        self.tabs.addTab(page_of(self.verdict, self.losses, self.blank), "Loss report")
        self.tabs.addTab(self.names, "Names")
        self.tabs.addTab(self.carries, "What it carries")
        self.tabs.currentChanged.connect(self._on_tab)
        self.lay_out("&Format", "Export…", [self.about])
        self._show_names()

    def look(self) -> None:
        """Ask for the losses of the format that is chosen."""
        form = self._formats[self.format.currentData()]
        self.about.setText(f"{form.about[:1].upper()}{form.about[1:]}.")
        self._show_carries(form)
        self.verdict.setText("Looking through the project…")
        self.losses.clear()
        self.looked_for.emit(form.name, self.names.names())

    def _show_names(self) -> None:
        """Show the items of the scheme with the names that were chosen for them before."""
        self.names.show_rows(_rows(self._scheme))
        self.names.choose(self._names_of(self.format.currentData()))

    def show_losses(self, name: str, found: Exported) -> None:
        """Say what would be lost in the format of this name, unless another one was chosen meanwhile."""
        if name != self.format.currentData():
            return
        several = (
            "relations and event" if found.relations > 1 else "relation or event"
        )  # the other s is added
        counts = {"document": found.documents, "mention": found.mentions, several: found.relations}
        what = enumerated(counts) or "Nothing"
        self.losses.clear()
        self.losses.addItems([str(each) for each in found.losses])
        self.losses.setVisible(bool(found.losses))
        self.blank.setVisible(not found.losses)
        if found.losses:
            self.verdict.setText(f"Goes out: {what}. What the format cannot carry:")
        else:
            self.verdict.setText(f"Goes out: {what}. Nothing is lost.")

    # --- inside

    def _show_carries(self, form: Format) -> None:
        told = list(form.carries.told())
        self.carries.setRowCount(len(told))
        for row, cells in enumerate(told):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words[:1].upper() + words[1:])
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.carries.setItem(row, column, item)
        self.carries.resizeColumnToContents(0)

    def _on_format(self) -> None:
        self._show_names()
        self.look()

    def _on_tab(self, index: int) -> None:
        if index == 0:  # other names may have other losses
            self.look()

    def on_accepted(self) -> None:
        """The format and the names go to whoever asked."""
        self.accept()
        self.accepted_format.emit(self.format.currentData(), self.names.names())


def _rows(scheme: Scheme) -> Iterator[NameRow]:
    for kind in KINDS:
        for each in choices_of(scheme)[kind]:
            yield NameRow(kind, each, 0, Target(each), (each,))
