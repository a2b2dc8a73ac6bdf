"""Where actions stand: the menus, the toolbar and the menu of the page, each a nested literal of their ids."""

from __future__ import annotations

from glossator.ui.actions.table import VIEWS

SEPARATOR = "-"
RECENT = "<recent>"
LABELS = "<labels>"
PAINT = "<paint>"

Menu = tuple[str, tuple["str | Menu", ...]]
MENUS: tuple[Menu, ...] = (
    (
        "&Project",
        (
            *("new", "open", ("Open &recent", (RECENT,)), "demo", SEPARATOR),
            *(
                "import",
                "import_annotations",
                "import_folder",
                "export",
                "export_annotations",
                "save_copy",
                "save_unprotected",
                "backups",
                "check",
                "passphrase",
                SEPARATOR,
                "scheme",
                "settings",
                SEPARATOR,
                "close",
                "quit",
            ),
        ),
    ),
    (
        "&Document",
        (
            *("properties", SEPARATOR, "status_new", "status_in_work", "status_done", "status_dropped"),
            *(SEPARATOR, "done_next", SEPARATOR, "take_over", "read_anew", "save_original", SEPARATOR),
            *("print", "pdf", "picture", SEPARATOR, "remove"),
        ),
    ),
    (
        "&Edit",
        (
            *("undo", "redo", "record_history", "as_of", SEPARATOR, "copy", "cite", "select_all"),
            *(SEPARATOR, "find", "find_next", "find_previous", "find_project", SEPARATOR, "delete"),
        ),
    ),
    (
        "&Tag",
        (
            *(("&Label", (LABELS,)), ("&Paint with", (PAINT,)), "choose_label", "repeat"),
            *("identical", "identical_project", SEPARATOR),
            "grow",
            (
                "&Boundaries",
                (
                    *("grow_end", "shrink_end", "grow_start", "shrink_start", SEPARATOR),
                    *("grow_end_char", "shrink_end_char", "grow_start_char", "shrink_start_char"),
                ),
            ),
            *("add_fragment", SEPARATOR, "relate", "event", SEPARATOR),
            *(
                "identity",
                "unidentify",
                "same_event",
                "entity_card",
                SEPARATOR,
                "attributes",
                "set_attribute",
                "attributes_form",
                SEPARATOR,
                "accept_date",
                "set_date",
                "set_place",
                SEPARATOR,
                "note",
                "judgement",
                "flag",
            ),
        ),
    ),
    (
        "&Go",
        (
            *("next_mention", "previous_mention", "back", SEPARATOR),
            *("next_document", "previous_document", "go_document", "go_page", SEPARATOR),
            *("next_pane", "previous_pane", SEPARATOR, "palette"),
        ),
    ),
    (
        "&View",
        (
            *(
                "article",
                "summary",
                ("Vie&ws of the summary", tuple(f"view_{name}" for name, _, _ in VIEWS)),
                "review",
                SEPARATOR,
                "labels_shown",
                "chips_in_full",
                SEPARATOR,
                "zoom_in",
                "zoom_out",
                "zoom_reset",
            ),
            SEPARATOR,
            (
                "&Whose annotations",
                ("whose_all", "whose_mine", "whose_chosen", SEPARATOR, "second_reading"),
            ),
            *(SEPARATOR, "fold_left", "fold_right", "fold_all", SEPARATOR),
            ("&Theme", ("theme_system", "theme_light", "theme_dark", "theme_contrast")),
        ),
    ),
    ("&Help", ("keys", "guide", "tour", "guide_data", SEPARATOR, "version", "about")),
)

TOOLBAR: tuple[str, ...] = (
    *("open", "import", "export", SEPARATOR, "undo", "redo", SEPARATOR),
    *("relate", "event", "identity", "note", "add_fragment", "delete", SEPARATOR),
    *("previous_mention", "next_mention", "find", SEPARATOR, "zoom_out", "zoom_in", "summary", "palette"),
)

CONTEXT: tuple[str, ...] = (
    *(
        LABELS,
        SEPARATOR,
        "relate",
        "event",
        "identity",
        "unidentify",
        "entity_card",
        "attributes",
        "set_attribute",
        "note",
        "judgement",
        "flag",
        SEPARATOR,
    ),
    *("identical", "identical_project", SEPARATOR),
    *("add_fragment", "grow", SEPARATOR, "copy", "cite", "record_history", SEPARATOR, "delete"),
)
"""What the page's context menu holds."""
