"""What the world did is told in sentences."""

from __future__ import annotations

from glossator.core.errors import GlossatorError, Refused


def test_an_error_is_one_line_of_its_sentences_without_the_details() -> None:
    error = GlossatorError("The disk is full.", safe="All is saved.", remedy="Make room.", details="errno 28")
    assert str(error) == "The disk is full. All is saved. Make room."
    assert (error.what, error.safe, error.remedy, error.details) == (
        "The disk is full.",
        "All is saved.",
        "Make room.",
        "errno 28",
    )


def test_what_is_not_known_leaves_no_gap() -> None:
    assert str(GlossatorError("The disk is full.", remedy="Make room.")) == "The disk is full. Make room."
    assert str(Refused("No.")) == "No."
    assert isinstance(Refused("No."), GlossatorError)
