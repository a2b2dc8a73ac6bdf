"""What is known of the selected mention, relation or event, or of the open document, with fields to change it."""

from glossator.ui.panels.inspector.panel import InspectorPanel

__all__ = ["InspectorPanel"]
