"""What is odd in the annotations: listed by kind, gone to, put right, or waved through with a reason."""

from glossator.ui.panels.review.place import ReviewPlace

__all__ = ["ReviewPlace"]
