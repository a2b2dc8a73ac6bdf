"""Every action as one row of data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto


class Need(Flag):
    """What must be there for an action to be possible."""

    NOTHING = 0
    PROJECT = auto()
    WRITABLE = auto()
    DOCUMENT = auto()
    UNDO = auto()
    REDO = auto()
    PROTECTED = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """An action: its id, its text in the menu, its shortcuts (the first is shown), what it needs, its icon.

    ``on_page`` actions have bare keys that work only while the page has the keyboard; in fields they type.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    needs: Need = Need.NOTHING
    icon: str = ""
    on_page: bool = False
    tip: str = ""
    checkable: bool = False


_EDIT = Need.PROJECT | Need.WRITABLE
MARK = Need.PROJECT | Need.WRITABLE | Need.DOCUMENT
"""What must be there for the open document to be annotated."""
_READ = Need.PROJECT | Need.DOCUMENT

VIEWS = (
    ("labels", "&Labels", "What was tagged, and what was left out"),
    ("entities", "&Entities", "Who and what matters"),
    ("together", "Who appears &with whom", "Identities in the same sentence, paragraph or document"),
    ("contexts", "Mentions in conte&xt", "Each mention in its line, sorted as one likes"),
    ("links", "Lin&k chart", "How all are connected, and by whose word"),
    ("timeline", "&Timeline", "What happened in which order"),
    ("places", "&Map", "Where it was, and how sure that is"),
    ("pairs", "Kinds of l&inks", "Relations by the labels that they join"),
    ("coverage", "P&rogress", "What is done, and what is unread"),
    ("pace", "&Pace", "How fast the work goes"),
    ("grades", "&Grades of the evidence", "Claims by the grade of their source and of what they say"),
    ("sources", "Claims by &source", "Who told what, and where they disagree"),
)
"""The views of the Summary page: name, text in the menu, tip."""

ROWS: tuple[Row, ...] = (
    # --- the project
    Row("new", "&New project…", ("Ctrl+N",), icon="new"),
    Row("open", "&Open project…", ("Ctrl+O",), icon="open"),
    Row("demo", "Open the &demo article"),
    Row("import", "&Import texts…", ("Ctrl+I",), _EDIT, "import", tip="Bring text files into the project"),
    Row(
        "import_annotations",
        "Import &annotations…",
        ("Ctrl+Alt+A",),
        _EDIT,
        tip="Bring in what other programs said of texts: brat, doccano, Label Studio and others",
    ),
    Row(
        "import_folder",
        "Import a &folder…",
        (),
        _EDIT,
        tip="All texts in it, or the annotations of another program, such as a folder of brat",
    ),
    Row("export", "&Export as JSONL…", ("Ctrl+E",), Need.PROJECT, "export"),
    Row(
        "export_annotations",
        "Export in another for&mat…",
        ("Ctrl+Alt+E",),
        Need.PROJECT,
        tip="With a report of what the format cannot carry, before anything is written",
    ),
    Row(
        "save_copy",
        "Save a cop&y…",
        (),
        Need.PROJECT,
        "copy",
        tip="The whole project, as it is now, in another file",
    ),
    Row(
        "save_unprotected",
        "Save an &unprotected copy…",
        (),
        Need.PROJECT | Need.PROTECTED,
        tip="The whole project in a file that needs no passphrase",
    ),
    Row("backups", "&Backups…", (), Need.PROJECT, "history", tip="What was kept, and the way back to it"),
    Row("check", "Chec&k the project", (), Need.PROJECT, "check", tip="Read the whole file: is it sound?"),
    Row(
        "passphrase",
        "Passp&hrase…",
        (),
        _EDIT,
        tip="Protect the project, change its passphrase, or take it away",
    ),
    Row(
        "scheme",
        "&Label scheme…",
        ("Ctrl+L",),
        Need.PROJECT,
        "tag",
        tip="Labels, relations, events and attributes: changed, merged, split, imported, exported",
    ),
    Row("close", "&Close project", ("Ctrl+W",), Need.PROJECT),
    Row("quit", "&Quit", ("Ctrl+Q",)),
    # --- the document
    Row(
        "properties",
        "&Properties…",
        ("Alt+Return",),
        _READ,
        "settings",
        tip="Source, author, date, grade, status",
    ),
    Row("status_new", "Mark as &new", (), MARK),
    Row("status_in_work", "Mark as in &work", (), MARK),
    Row("status_done", "Mark as &done", (), MARK),
    Row("status_dropped", "Mark as d&ropped", (), MARK),
    Row("done_next", "Done, and open the ne&xt", ("Ctrl+Return",), MARK, "done", on_page=True),
    Row(
        "take_over",
        "&Take over annotations…",
        (),
        MARK,
        tip="What was said of an earlier version of this document, where it still stands",
    ),
    Row(
        "read_anew",
        "Read with another enc&oding…",
        (),
        MARK,
        tip="Where letters are wrong: its file is read anew, and what was said of it comes along",
    ),
    Row(
        "save_original",
        "Save the ori&ginal file…",
        (),
        _READ,
        tip="The file that this document was imported from",
    ),
    Row("remove", "Re&move from the project", (), MARK),
    Row("print", "&Print…", ("Ctrl+Alt+P",), _READ, tip="The article with its labels and arcs"),
    Row("pdf", "Save as PD&F…", ("Ctrl+Alt+S",), _READ, tip="The article with its labels and arcs"),
    Row("picture", "Picture of the se&lection…", ("Ctrl+Alt+I",), _READ, tip="Its lines as PNG or SVG"),
    # --- editing
    Row("undo", "&Undo", ("Ctrl+Z",), _EDIT | Need.UNDO, "undo"),
    Row("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), _EDIT | Need.REDO, "redo"),
    Row(
        "record_history",
        "&History of this",
        ("Ctrl+Alt+H",),
        Need.PROJECT,
        "history",
        tip="Every step that touched the selected mention or relation, or the open document",
    ),
    Row("as_of", "The project as it &was…", (), Need.PROJECT, tip="As it was on Tuesday, to be read"),
    Row("copy", "&Copy", ("Ctrl+C",), _READ, on_page=True),
    Row(
        "cite",
        "Copy as ci&tation",
        ("Ctrl+Shift+C",),
        _READ,
        tip="Quotation, document, paragraph, source, grade",
    ),
    Row("select_all", "Select &all", ("Ctrl+A",), _READ, on_page=True),
    Row("find", "&Find in the document…", ("Ctrl+F",), _READ, "find"),
    Row("find_project", "Find in the pro&ject…", ("Ctrl+Shift+F",), Need.PROJECT, "find"),
    Row("find_next", "Find &next", ("F3",), _READ),
    Row("find_previous", "Find &previous", ("Shift+F3",), _READ),
    Row("settings", "&Settings…", ("Ctrl+,",), icon="settings"),
    # --- tagging
    Row("choose_label", "&Choose a label…", ("Return", "Enter"), MARK, "palette", on_page=True),
    Row("repeat", "&Same label again", (".",), MARK, on_page=True),
    Row(
        "identical",
        "Tag all identi&cal…",
        ("Y",),
        MARK,
        on_page=True,
        tip="Every place of this document that reads the same, as one step",
    ),
    Row(
        "identical_project",
        "Tag all identical in the pro&ject…",
        ("Shift+Y",),
        MARK,
        on_page=True,
        tip="Every place of the project that reads the same, as one step",
    ),
    Row("grow", "&Grow the selection", ("Ctrl+Space",), _READ, on_page=True),
    Row("shrink_end", "End back by a word", ("[",), _READ, on_page=True),
    Row("grow_end", "End on by a word", ("]",), _READ, on_page=True),
    Row("shrink_start", "Start on by a word", ("{",), _READ, on_page=True),
    Row("grow_start", "Start back by a word", ("}",), _READ, on_page=True),
    Row("shrink_end_char", "End back by a character", ("Ctrl+[",), _READ, on_page=True),
    Row("grow_end_char", "End on by a character", ("Ctrl+]",), _READ, on_page=True),
    Row("shrink_start_char", "Start on by a character", ("Ctrl+{",), _READ, on_page=True),
    Row("grow_start_char", "Start back by a character", ("Ctrl+}",), _READ, on_page=True),
    Row("add_fragment", "Add a &fragment", ("Ctrl+Shift+A",), MARK, "fragment", on_page=True),
    Row("relate", "&Relate to…", ("R",), MARK, "relation", on_page=True),
    Row("event", "&Event and its roles…", ("Shift+R",), MARK, "event", on_page=True),
    Row("identity", "&Identity…", ("I",), MARK, "identity", on_page=True),
    Row(
        "entity_card",
        "Identit&y card…",
        ("Ctrl+Shift+I",),
        _READ,
        "identity",
        tip="All that is known of the identity of the selected mention, and every mention of it",
    ),
    Row("unidentify", "Take &out of the identity", ("U",), MARK, on_page=True),
    Row(
        "same_event",
        "Sa&me event as…",
        ("Shift+I",),
        MARK,
        on_page=True,
        tip="The event is told again elsewhere: pick its trigger, and the two count as one",
    ),
    Row(
        "attributes",
        "&Say: attributes, source, grades…",
        ("S",),
        MARK,
        on_page=True,
        tip="Certainty, source, cues, credibility and whatever else the scheme has, by single keys",
    ),
    Row(
        "set_attribute",
        "Set an attri&bute…",
        ("Ctrl+Shift+S",),
        MARK,
        on_page=True,
        tip="By name, for all selected mentions at once",
    ),
    Row("attributes_form", "Attributes in the inspec&tor", ("Shift+S",), _READ, on_page=True),
    Row("note", "&Note…", ("M",), MARK, "note", on_page=True),
    Row(
        "judgement",
        "&Judgement…",
        ("Shift+M",),
        MARK,
        "judgement",
        on_page=True,
        tip="Your own assessment, with a likelihood in the words of ICD 203 and a confidence",
    ),
    Row(
        "flag",
        "&Flag for review…",
        ("Q",),
        MARK,
        "flag",
        on_page=True,
        tip="With a note; the Review panel lists it first",
    ),
    Row(
        "accept_date",
        "Accept the propose&d date",
        ("A",),
        MARK,
        on_page=True,
        tip="The selected time means what the inspector proposes; it is asked for where nothing is proposed",
    ),
    Row("set_date", "&When was it…", ("Shift+A",), MARK, on_page=True, tip="Of the selected event or time"),
    Row(
        "set_place",
        "Where is i&t…",
        ("Shift+G",),
        MARK,
        on_page=True,
        tip="Of the identity of the selected mention",
    ),
    Row("delete", "&Delete", ("Del", "Backspace"), MARK, "delete", on_page=True),
    # --- going about
    Row("next_mention", "&Next mention", ("J",), _READ, "next", on_page=True),
    Row("previous_mention", "&Previous mention", ("K",), _READ, "previous", on_page=True),
    Row("back", "&Back to where I came from", ("B",), Need.PROJECT, on_page=True),
    Row("next_document", "Next &document", ("Ctrl+Down",), Need.PROJECT),
    Row("previous_document", "Previous d&ocument", ("Ctrl+Up",), Need.PROJECT),
    Row("go_document", "&Go to a document…", ("Ctrl+P",), Need.PROJECT, "goto"),
    Row("go_page", "Go to a pa&ge…", ("Ctrl+G",), _READ, tip="Of a PDF, by its number"),
    Row("next_pane", "Next &pane", ("F6",), tip="Page, documents, inspector, lists"),
    Row("previous_pane", "Previous p&ane", ("Shift+F6",)),
    Row("palette", "&Command palette…", ("Ctrl+K",), icon="palette"),
    # --- looking
    Row("article", "&Article", ("Ctrl+1",), Need.PROJECT),
    Row("summary", "&Summary", ("Ctrl+2",), Need.PROJECT, "summary"),
    *(Row(f"view_{name}", text, (), Need.PROJECT, tip=tip) for name, text, tip in VIEWS),
    Row("labels_shown", "&Labels: calm, normal, all", ("H",), Need.PROJECT, on_page=True),
    Row(
        "chips_in_full",
        "Chips tell &everything",
        ("Shift+H",),
        Need.PROJECT,
        on_page=True,
        tip="Subtype, identity and attributes beside the label",
        checkable=True,
    ),
    Row("zoom_in", "Zoom &in", ("Ctrl++", "Ctrl+="), icon="zoom-in"),
    Row("zoom_out", "Zoom &out", ("Ctrl+-",), icon="zoom-out"),
    Row("zoom_reset", "&Normal size", ("Ctrl+0",)),
    Row(
        "review",
        "&Review",
        ("Ctrl+Shift+R",),
        Need.PROJECT,
        "review",
        tip="What is odd in the annotations, to be put right or waved through",
    ),
    Row("whose_all", "&Everybody’s", (), Need.PROJECT, tip="Show everybody's annotations", checkable=True),
    Row("whose_mine", "Only &mine", (), Need.PROJECT, tip="Show my annotations alone", checkable=True),
    Row(
        "whose_chosen",
        "Those of &chosen persons…",
        (),
        Need.PROJECT,
        tip="Show mine and those of some others",
        checkable=True,
    ),
    Row(
        "second_reading",
        "&Second reading",
        (),
        _READ,
        tip="Blind: the others' annotations of this document are hidden until it is ended",
        checkable=True,
    ),
    Row("fold_left", "&Documents", ("F9",), checkable=True),
    Row("fold_right", "&Inspector and lists", ("F10",), checkable=True),
    Row("fold_all", "&Only the page", ("F11",)),
    Row("theme_system", "As the &system", tip="Theme of the window and the page", checkable=True),
    Row("theme_light", "&Light", tip="Theme of the window and the page", checkable=True),
    Row("theme_dark", "&Dark", tip="Theme of the window and the page", checkable=True),
    Row("theme_contrast", "&High contrast", tip="Theme of the window and the page", checkable=True),
    # --- help
    Row("keys", "&Keys that work now", ("?",), icon="help", on_page=True),
    Row("guide", "User &guide", ("F1",), icon="help"),
    Row("guide_data", "The project as &data", tip="What other programs find in a project file"),
    Row("tour", "Two-minute &tour", tip="A few things to do on the demo article, shown where they are done"),
    Row(
        "version", "Check this &version", tip="Version, build, licences and how to update; no network is used"
    ),
    Row("about", "&About Glossator", icon="info"),
)

BY_ID = {row.id: row for row in ROWS}

_GROUPS = (
    ("new", "Project"),
    ("properties", "Document"),
    ("undo", "Edit"),
    ("choose_label", "Tag"),
    ("next_mention", "Go"),
    ("article", "View"),
    ("keys", "Help"),
)


def group(action_id: str) -> str:
    """The heading under which an action stands in lists of keys."""
    order = list(BY_ID)
    return [name for first, name in _GROUPS if order.index(first) <= order.index(action_id)][-1]


def plain(row: Row) -> str:
    """The text of an action without the marks of a menu."""
    return row.text.replace("&", "").rstrip("…")
