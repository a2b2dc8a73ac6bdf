"""The editor of the label scheme: its items as a tree, the details of one, and what becomes of tags."""

from glossator.ui.dialogs.scheme.editor import SchemeEditor

__all__ = ["SchemeEditor"]
