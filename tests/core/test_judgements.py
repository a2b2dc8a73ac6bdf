"""Judgements: written, graded with the words of ICD 203, and looked at for how they are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator import projects
from glossator.core import claims, edits, judgements
from glossator.core.annotations import AnnotationSet, Note
from glossator.core.changes import Change, apply
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from tests.builders import annotated, hand, scheme

NEWS = projects.read_scheme("news-intelligence")


@pytest.fixture
def by() -> Hand:
    return hand()


def judged(text: str, **attributes: str) -> Note:
    return Note(1, 2, text, 3, kind="judgement", attributes=attributes)


def do(annotations: AnnotationSet, change: Change) -> Note:
    apply(change, annotations)
    (note,) = (each for each in change.added if isinstance(each, Note))
    return note


def test_the_scheme_has_the_seven_words_and_only_for_judgements() -> None:
    likelihood, confidence = judgements.attributes_of(NEWS)
    assert likelihood.values == ("Not-stated", *judgements.PERCENT)
    assert confidence.values == ("Not-stated", "Low", "Moderate", "High")
    for target in ("mention", "relation", "event", "document", "entity"):
        offered = {each.id for each in NEWS.attributes_for(target)}
        assert not offered & {judgements.LIKELIHOOD, judgements.CONFIDENCE}


def test_a_scheme_without_words_for_judgements_has_the_standard_ones() -> None:
    bare = replace(scheme(), attributes=())
    assert judgements.attributes_of(bare) == judgements.STANDARD
    assert [each.values for each in judgements.STANDARD] == [
        each.values for each in judgements.attributes_of(NEWS)
    ]


def test_a_judgement_is_written_graded_rewritten_and_taken_out(by: Hand) -> None:
    held = annotated("[Ada|PER] leads.")
    (ada,) = held.mentions.values()
    note = do(held, claims.judge(held, ada.id, " She is in command. ", by=by))
    assert (note.kind, note.body, note.target, note.author) == (
        "judgement",
        "She is in command.",
        ada.id,
        by.author,
    )
    likelihood, confidence = judgements.attributes_of(NEWS)
    note = do(held, claims.set_value(held, [note.id], likelihood, "Likely", NEWS, by=by))
    note = do(held, claims.set_value(held, [note.id], confidence, "Low", NEWS, by=by))
    assert judgements.in_words(note, NEWS) == "Likely (55–80 %), confidence low"
    note = do(held, claims.judge(held, ada.id, "She commands.", by=by, note=note.id))
    assert note.attributes == {"likelihood": "Likely", "analytic_confidence": "Low"}
    with pytest.raises(Refused, match="says this already"):
        claims.judge(held, ada.id, "She commands.", by=by, note=note.id)
    note = do(held, claims.set_value(held, [note.id], confidence, "Not-stated", NEWS, by=by))
    assert note.attributes == {"likelihood": "Likely"}, "what is not stated is not kept"
    apply(claims.judge(held, ada.id, "", by=by, note=note.id), held)
    assert held.judgements_on(ada.id) == []


def test_a_judgement_is_no_remark(by: Hand) -> None:
    held = annotated("[Ada|PER] leads.", notes=[("Ada", "who?")])
    (ada,) = held.mentions.values()
    do(held, claims.judge(held, ada.id, "Very likely she.", by=by))
    assert [each.body for each in held.remarks_on(ada.id)] == ["who?"]
    assert [each.body for each in held.judgements_on(ada.id)] == ["Very likely she."]
    change = edits.write_note(held, ada.id, "Ada who?", by=by)
    assert [each.body for each in change.removed if isinstance(each, Note)] == ["who?"]


def test_likelihood_belongs_on_judgements_alone(by: Hand) -> None:
    held = annotated("[Ada|PER] leads.", notes=[("Ada", "who?")])
    (ada,) = held.mentions.values()
    (remark,) = held.notes.values()
    likelihood = judgements.attributes_of(NEWS)[0]
    for record in (ada.id, remark.id):
        with pytest.raises(Refused, match="does not belong"):
            claims.set_value(held, [record], likelihood, "Likely", NEWS, by=by)
    note = do(held, claims.judge(held, held.document.id, "It goes on.", by=by))
    with pytest.raises(Refused, match="Surely"):
        claims.set_value(held, [note.id], likelihood, "Surely", NEWS, by=by)


def test_what_a_judgement_is_about_has_to_be_there(by: Hand) -> None:
    held = annotated("[Ada|PER] leads.")
    for target, note, text in ((99, None, "x"), (held.document.id, 98, "x"), (held.document.id, None, " ")):
        with pytest.raises(Refused):
            claims.judge(held, target, text, by=by, note=note)


@pytest.mark.parametrize(
    ("text", "likelihood", "said"),
    [
        ("It is likely that they leave.", "Likely", ""),
        ("They will leave. It is very unlikely that they stay.", "Very unlikely", ""),
        ("It is likely that they leave, and probable that they come back.", None, "mixes the two rows"),
        ("We judge with high confidence that it is likely.", None, "stand in one sentence"),
        ("It is likely. We have high confidence in this.", "Likely", ""),
        ("They will almost certainly leave.", "Unlikely", "The text says “almost certainly”"),
        ("A remote village is likely hit.", "Likely", ""),
        ("There is a remote chance.", "Almost no chance", ""),
        ("They unlikely’s name", "Unlikely", ""),
        ("", None, ""),
    ],
)
def test_how_it_is_written_is_looked_at(text: str, likelihood: str | None, said: str) -> None:
    note = judged(text) if likelihood is None else judged(text, likelihood=likelihood)
    faults = judgements.style_faults(note)
    assert [said in each for each in faults] == ([True] if said else [])
