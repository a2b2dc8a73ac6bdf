"""The list of the project's documents, with a filter, the state of each and the number of its mentions."""

from glossator.ui.panels.documents.panel import DocumentsPanel

__all__ = ["DocumentsPanel"]
