"""Tables of what is said: mentions, relations and events of the open document, entities of the project."""

from glossator.ui.panels.annotations.panel import AnnotationsPanel

__all__ = ["AnnotationsPanel"]
