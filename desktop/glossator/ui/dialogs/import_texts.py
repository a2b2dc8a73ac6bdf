"""The dialog before an import of texts: a look at what would come in, and the choices that the files leave."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from glossator.intake import Options
from glossator.sampling import Sample
from glossator.ui.dialogs.text_preview import EncodingField, TextPreview

_FOUND_OUT = "found out by looking"
_GUESSED = "guessed from each file"


class ImportTextsDialog(QDialog):
    """Shows samples of the files and asks how they are to be read; whoever opened it reads them.

    ``sample_wanted`` carries the :class:`Sample` that is shown and the :class:`Options` in which it is wanted again,
    ``accepted_options`` those that were chosen in the end.
    """

    sample_wanted = Signal(object, object)
    accepted_options = Signal(object)

    def __init__(
        self, number: int, samples: Sequence[Sample], options: Options, parent: QWidget | None = None
    ) -> None:
        """``number`` of files come in, for which ``samples`` stand."""
        super().__init__(parent)
        self._number = number
        self._samples = list(samples)
        self._options = options
        name = self._samples[0].file.name
        self.setWindowTitle("Import texts")
        self.setModal(True)
        self.resize(760, 620)
        self.title = QLabel(f"“{name}”" if number == 1 else f"{number:,} files, such as “{name}”", self)
        self.title.setProperty("tone", "head")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.file = QComboBox(self)
        self.file.setAccessibleName("File that is shown")
        for each in self._samples:
            self.file.addItem(each.name)
        self.page = QComboBox(self)
        self.page.addItem("The article alone", False)
        self.page.addItem("The whole page, with menus and captions", True)
        self.page.setCurrentIndex(int(options.whole_page))
        self.column = QComboBox(self)
        self.column.setAccessibleName("Column with the text")
        self.encoding = EncodingField(self, first=_FOUND_OUT if number == 1 else _GUESSED)
        self.keeps = QCheckBox("&Keep the original files in the project", self)
        self.keeps.setChecked(options.keeps_sources)
        self.preview = TextPreview(self)
        self._lay_out()
        self._connect()
        self._show()

    def options(self) -> Options:
        """How the files are to be read."""
        chosen = self._options._replace(
            whole_page=bool(self.page.currentData()), keeps_sources=self.keeps.isChecked()
        )
        encoding = self.encoding.encoding
        return chosen._replace(encoding=encoding) if self._number == 1 else chosen._replace(fallback=encoding)

    def show_sample(self, sample: Sample) -> None:
        """Show a file as it would come in now; one that is not shown any more is passed over."""
        key = (sample.file, sample.inside)
        at = next((row for row, each in enumerate(self._samples) if (each.file, each.inside) == key), -1)
        if at < 0:
            return
        if not sample.columns:  # one that cannot be read keeps what there was to choose
            sample = sample._replace(
                columns=self._samples[at].columns, kinds=sample.kinds or self._samples[at].kinds
            )
        self._samples[at] = sample
        if at == self.file.currentIndex():
            self._show_text()

    # --- inside

    @property
    def _shown(self) -> Sample:
        return self._samples[self.file.currentIndex()]

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.form.addRow("S&hown", self.file)
        self.form.addRow("&Web pages", self.page)
        self.form.addRow("Text &column", self.column)
        self.form.addRow("&Encoding", self.encoding)
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(self.form)
        column.addWidget(self.preview, 1)
        column.addWidget(
            self.keeps, 0, Qt.AlignmentFlag.AlignLeft
        )  # so that the frame of the focus is around its words
        column.addWidget(buttons)

    def _connect(self) -> None:
        self.file.currentIndexChanged.connect(self._show)
        self.page.activated.connect(self._look)
        self.column.activated.connect(self._on_column)
        self.encoding.chosen.connect(self._look)

    def _show(self) -> None:
        """Show the file that is chosen, with the choices that it leaves."""
        shown = self._shown
        self.form.setRowVisible(self.file, len(self._samples) > 1)
        self.form.setRowVisible(self.page, any(each.is_page for each in self._samples))
        self.form.setRowVisible(self.column, len(shown.columns) > 1)
        asked = shown.has_encoding if self._number == 1 else any(each.was_guessed for each in self._samples)
        self.form.setRowVisible(self.encoding, asked)
        self.column.clear()
        self.column.addItems(shown.columns)
        self.column.setCurrentText(shown.column)
        self._show_text()

    def _show_text(self) -> None:
        shown = self._shown
        if shown.first is not None:
            self.preview.show_text(shown.first)
        else:
            self.preview.show_fault(shown.fault)
        if shown.rows > 1:
            self.preview.facts.setText(f"{shown.rows:,} texts, the first:  {self.preview.facts.text()}")
        self.go.setEnabled(self._number > 1 or shown.first is not None)

    def _on_column(self) -> None:
        """The column holds for all tables with these headings; others have one of their own."""
        headings = self._shown.columns
        others = tuple(each for each in self._options.columns if each[0] != headings)
        chosen = ((headings, self.column.currentText()), *others)
        self._options = self._options._replace(columns=chosen)
        self._look()

    def _look(self) -> None:
        self.preview.facts.setText("Reading it anew…")
        self.sample_wanted.emit(self._shown, self.options())

    def _on_accepted(self) -> None:
        if self.go.isEnabled():
            self.accept()
            self.accepted_options.emit(self.options())
