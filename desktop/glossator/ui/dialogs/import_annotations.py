"""The dialog before an import of annotations: what the files hold, what labels become, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QListWidgetItem, QWidget

from glossator.core.scheme import Scheme
from glossator.exchange import Format, Preview, Wishes
from glossator.formats.doctor import Finding
from glossator.formats.mapping import KINDS, NO_NAMES, NameTable
from glossator.formats.resembling import alike
from glossator.formats.survey import Survey
from glossator.ui.dialogs.format_frame import FormatDialog, page_of
from glossator.ui.dialogs.names_table import NameRow, NamesTable, choices_of

_FINDING = Qt.ItemDataRole.UserRole
_SHOWN = 2_000  # findings and faults that are listed one by one
_REMARKS = 3  # things told beside the counts
_ALL = "The nearest place of all of them is taken."


class ImportAnnotationsDialog(FormatDialog):
    """Shows a preview and asks what to do; whoever opened it reads the files.

    ``format_wanted`` carries the name of another format in which they are to be read, ``accepted_wishes`` what was
    chosen in the end.
    """

    format_wanted = Signal(str)
    accepted_wishes = Signal(object)

    def __init__(
        self, paths: Sequence[Path], formats: Sequence[Format], scheme: Scheme, parent: QWidget | None = None
    ) -> None:
        """``formats`` are those that can be read, the detected one first."""
        super().__init__("Import annotations", QSize(820, 640), formats, parent)
        self._scheme = scheme
        self._preview: Preview | None = None
        self._alike: list[str] = []  # names that became what is called much alike
        self.format.activated.connect(self._on_format)
        self.summary = QLabel("Reading…", self)
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.names = NamesTable(("In the file", "Kind", "How often", "Becomes"), self)
        self.names.changed.connect(self._tell)
        self.findings = QListWidget(self)
        self.findings.setAccessibleName("Quotations that do not stand where the file says")
        self.findings.itemChanged.connect(self._on_ticked)
        self.faults = QListWidget(self)
        self.faults.setAccessibleName("What does not fit")
        self.accept_all = QCheckBox("&Take the nearest place of all of them (A)", self)
        self.accept_all.toggled.connect(self._on_accept_all)
        self.skip_bad = QCheckBox("&Leave out what does not fit", self)
        self.skip_bad.toggled.connect(self._enable)
        self.attach = QCheckBox("Annotations of texts that the project has come to &these", self)
        self.attach.setChecked(True)
        self._add_tabs()
        self.lay_out(f"&Format of {_named(paths)}", "Import", [self.summary], [self.attach, self.skip_bad])
        self._enable()

    def show_preview(self, preview: Preview) -> None:
        """Show what the files hold."""
        self._preview, self._alike = preview, []
        self.names.show_rows(_rows(preview, self._scheme))
        self._tell()
        self._list_findings(preview.survey.findings)
        self.faults.clear()
        self.faults.addItems([str(each) for each in preview.survey.faults[:_SHOWN]])
        self.tabs.setTabText(1, f"Does not fit ({len(preview.survey.findings):,})")
        self.tabs.setTabText(2, f"Faults ({len(preview.survey.faults) + len(preview.survey.textless):,})")
        self.faults.addItems([f"There is no text for “{each}”." for each in preview.survey.textless[:_SHOWN]])
        if preview.survey.findings:
            self.tabs.setCurrentIndex(1)
            self.findings.setFocus()
        self.attach.setVisible(preview.survey.known > 0)
        self._enable()

    def show_fault(self, sentence: str) -> None:
        """Say why the files cannot be read."""
        self._preview = None
        self.summary.setText(sentence)
        self.names.show_rows(())
        self._enable()

    def show_names(self, names: NameTable) -> None:
        """Choose what was chosen before, for the names that stand here; of others, what is called much alike."""
        offered = alike(self._preview.plan, self._scheme) if self._preview else NO_NAMES
        self.names.choose(offered)
        self.names.choose(names)
        self._alike = [name for kind in KINDS for name in offered.of(kind) if name not in names.of(kind)]
        self._tell()

    def wishes(self) -> Wishes:
        """What was chosen."""
        if self.accept_all.isChecked():
            return self._wishes(lambda finding: True)
        accepted = {each.key for each in self._ticked()}
        return self._wishes(lambda finding: finding.key in accepted)

    # --- inside

    def _wishes(self, accept: object) -> Wishes:
        assert callable(accept)
        return Wishes(
            names=self.names.names(),
            accept=accept,
            skip_bad=self.skip_bad.isChecked(),
            attach=self.attach.isChecked(),
        )

    def _tell(self) -> None:
        """Say what the files hold, and what of it will be new as the names are chosen now."""
        if self._preview is not None:
            told = [
                *_told(self._preview, self.names.names()),
                *([_offered(self._alike)] if self._alike else []),
            ]
            self.summary.setText("\n".join(told))

    def _add_tabs(self) -> None:
        hint = QLabel(
            "These quotations do not stand where the file says. Space takes the nearest place of one, A of all."
        )
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        doctor = page_of(hint, self.findings, self.accept_all)
        key = QShortcut(QKeySequence("A"), doctor)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.accept_all.click)
        self.tabs.addTab(self.names, "Names")
        self.tabs.addTab(doctor, "Does not fit")
        self.tabs.addTab(self.faults, "Faults")

    def _list_findings(self, findings: Sequence[Finding]) -> None:
        self.findings.blockSignals(True)
        self.findings.clear()
        for each in findings[:_SHOWN]:
            item = QListWidgetItem(str(each))
            item.setData(_FINDING, each)
            item.setToolTip(str(each))
            if each.nearest:
                item.setCheckState(Qt.CheckState.Unchecked)
            self.findings.addItem(item)
        if findings:
            self.findings.setCurrentRow(0)
        self.findings.blockSignals(False)
        self.accept_all.setEnabled(any(each.nearest for each in findings))

    def _ticked(self) -> Iterator[Finding]:
        for row in range(self.findings.count()):
            item = self.findings.item(row)
            if item.checkState() == Qt.CheckState.Checked:
                yield item.data(_FINDING)

    def _on_format(self) -> None:
        self.summary.setText("Reading…")
        self._preview = None
        self._enable()
        self.format_wanted.emit(self.format.currentData())

    def _on_accept_all(self, on: bool) -> None:
        self.findings.blockSignals(True)
        for row in range(self.findings.count()):
            item = self.findings.item(row)
            if item.data(_FINDING).nearest:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.findings.blockSignals(False)
        self._enable()

    def _on_ticked(self) -> None:
        self._enable()

    def _open_faults(self) -> int:
        """How much would keep the files out."""
        if self._preview is None:
            return 0
        survey = self._preview.survey
        open_findings = sum(not each.nearest for each in survey.findings)
        if not self.accept_all.isChecked():
            open_findings = len(survey.findings) - sum(1 for _ in self._ticked())
        return open_findings + len(survey.faults) + len(survey.textless)

    def _enable(self) -> None:
        bad = self._open_faults()
        self.skip_bad.setText(
            f"&Leave out what does not fit ({bad:,})" if bad else "&Leave out what does not fit"
        )
        self.skip_bad.setEnabled(bad > 0)
        self.go.setEnabled(self._preview is not None and (not bad or self.skip_bad.isChecked()))
        self.go.setToolTip(
            "" if self.go.isEnabled() else "Take the nearest places, or leave out what does not fit"
        )

    def on_accepted(self) -> None:
        """What was chosen goes to whoever asked."""
        if self.go.isEnabled():
            self.accept()
            self.accepted_wishes.emit(self.wishes())


def _named(paths: Sequence[Path]) -> str:
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"“{paths[0].name}”{more}"


def _told(preview: Preview, chosen: NameTable) -> Iterator[str]:
    survey = preview.survey
    counts = (
        (survey.documents, "document"),
        (survey.spans, "mention"),
        (survey.relations, "relation or event"),
        (survey.groups, "identity group"),
        (survey.notes, "note"),
    )
    yield (
        ", ".join(
            f"{number:,} {_many(noun, number)}" for number, noun in counts if number or noun == "document"
        )
        + "."
    )
    if survey.units:
        yield f"Offsets count {_counted_in(survey)}."
    if survey.known:
        held = "One of these texts is" if survey.known == 1 else f"{survey.known:,} of these texts are"
        yield f"{held} in the project already."
    yield from map(str, list(survey.remarks.values())[:_REMARKS])
    if len(survey.remarks) > _REMARKS:
        yield f"{len(survey.remarks) - _REMARKS:,} more remarks are told after the import."
    names = preview.plan.names
    meant = {
        held.id for kind in KINDS for name, held in names.of(kind).items() if name not in chosen.of(kind)
    }
    new = [each.id for each in preview.plan.added if each.id in meant]
    if new:
        more = f" and {len(new) - 8} more" if len(new) > 8 else ""
        yield f"New in the label scheme: {', '.join(new[:8])}{more}."


def _counted_in(survey: Survey) -> str:
    """In what offsets are counted, as people say it; with numbers where files differ."""
    units = survey.units.most_common()
    if len(units) == 1:
        return units[0][0]
    parts = [f"{unit} ({number:,} {_many('document', number)})" for unit, number in units[:3]]
    return "; ".join(parts) + (f"; and in {len(units) - 3:,} other ways" if len(units) > 3 else "")


def _offered(names: Sequence[str]) -> str:
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    return f"Look whether these become what they mean, as they are called only alike: {', '.join(names[:5])}{more}."


def _many(noun: str, number: int) -> str:
    if number == 1:
        return noun
    return "relations and events" if " or " in noun else f"{noun}s"


def _rows(preview: Preview, scheme: Scheme) -> Iterator[NameRow]:
    survey, names = preview.survey, preview.plan.names
    choices = choices_of(preview.plan.scheme)
    counts = {
        "labels": dict(survey.labels),
        "relations": {name: used.count for name, used in survey.relation_types.items()},
        "events": {name: used.count for name, used in survey.event_types.items()},
        "attributes": {name: used.count for name, used in survey.attributes.items()},
    }
    there = choices_of(scheme)
    for kind, held in counts.items():
        for name, count in sorted(held.items(), key=lambda each: (-each[1], each[0])):
            target = names.of(kind)[name]
            yield NameRow(
                kind, name, count, target, choices[kind], bool(target.id) and target.id not in there[kind]
            )
