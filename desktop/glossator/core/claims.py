"""What is said of claims: values for several records at once, source and cues of a claim, grades, own judgements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from glossator.core import ids, judgements
from glossator.core.annotations import AnnotationSet, Attributes, Entity, Mention, Note, Relation, Value
from glossator.core.changes import Change
from glossator.core.dates import When
from glossator.core.documents import RELIABILITIES, Document, Reliability
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType, Scheme, Target
from glossator.core.titles import counted, short, shown
from glossator.core.values import value_fault

SOURCE = "attribution.source"
"""The attribute that names the mention of whoever says it."""
CUES = "attribution.cues"
"""The attribute that names the mentions in which the text says who speaks, or how sure it is."""
CREDIBILITY = "info_credibility"
"""The attribute with the Admiralty grade of a piece of information: 1 to 5, 6 for "not judged"."""
RELIABILITY = "source_reliability"
"""The attribute of an identity with the Admiralty grade of a source: A to E, F for "not judged"."""
REASON = ".reason"
"""What the attribute is called that says why a grade was given, behind the grade's own id."""

CREDIBILITY_WORDS = {
    "1": "confirmed by others",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "cannot be judged",
}
RELIABILITY_WORDS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}


PLACE_ROLES = frozenset({"Place", "Origin", "Destination"})
TIME_ROLES = frozenset({"Time", "Time-Within", "Date"})
"""Roles in which tellings of one event cannot differ."""


class Setting(NamedTuple):
    """Where or when a telling puts its event: in this role, ``who`` or what (an identity or words), which is ``called``
    so, ``when`` for a time whose value is known.  ``is_name`` tells that it names a thing wherever it stands, which
    "there" does not; ``land`` is the country that a place is (``is_land``) or lies in (ISO 3166-1).
    """

    role: str
    who: str
    called: str = ""
    when: When | None = None
    is_name: bool = True
    land: str = ""
    is_land: bool = False

    def is_at_odds(self, other: Setting) -> bool:
        """Both cannot be so.  What is not known to be another place or time is none: times without a value or in doubt
        (about, perhaps), words that are no names, a town and the country that it lies in.
        """
        if self.role in TIME_ROLES:
            if self.when is None or other.when is None or self.when.is_vague or other.when.is_vague:
                return False
            return self.when.end <= other.when.start or other.when.end <= self.when.start
        if self.who == other.who or not (self.is_name and other.is_name):
            return False
        return not (self.land and self.land == other.land and (self.is_land or other.is_land))


Claim = Mention | Relation | Note
"""What has attributes in a document: a mention, a relation or event, a judgement (which is a note)."""


def target_of(record: Claim) -> Target:
    """What kind of thing a record is, as a scheme says on what an attribute may stand."""
    if isinstance(record, Mention):
        return "mention"
    if isinstance(record, Note):
        return "judgement"
    return "event" if record.is_event else "relation"


def attributes_of(scheme: Scheme, record: Claim) -> tuple[AttributeType, ...]:
    """The attributes that a record may have; the subtype of a mention is none of them, and a remark has none."""
    if isinstance(record, Note):
        return judgements.attributes_of(scheme) if record.kind == "judgement" else ()
    label = record.label if isinstance(record, Mention) else ""
    return tuple(each for each in scheme.attributes_for(target_of(record), label) if each.id != "subtype")


def set_value(
    annotations: AnnotationSet,
    records: Iterable[int],
    kind: AttributeType,
    value: Value | None,
    scheme: Scheme,
    *,
    by: Hand,
) -> Change:
    """A value for an attribute of several records, as one step.  ``None``, and the default of a choice, is not kept.
    Records on which the attribute does not belong are passed over; refused where it is no value for it.
    """
    if value is not None and (fault := value_fault(kind, value, annotations.mentions.__contains__)):
        raise Refused(fault)
    is_default = value is False or (kind.kind in {"choice", "mention"} and (value,) == kind.values[:1])
    kept = None if is_default or value in ("", ()) else value
    found = [annotations.record(each) for each in dict.fromkeys(records)]
    fitting = [
        each
        for each in found
        if isinstance(each, Mention | Relation | Note) and kind in attributes_of(scheme, each)
    ]
    if not fitting:
        raise Refused(f"{kind.name} does not belong on what is selected.")
    pairs: list[tuple[Claim, Claim]] = [
        (each, replace(each, attributes=_with(each.attributes, kind.id, kept))) for each in fitting
    ]
    changed = [(old, new) for old, new in pairs if new != old]
    if not changed:
        raise Refused(f"{kind.name} has this value already.")
    told = _told(annotations, value)
    on = f" on {len(changed)}" if len(changed) > 1 else ""
    return by.change(
        f"Set {kind.name} to {told}{on}",
        removed=[old for old, _ in changed],
        added=[new for _, new in changed],
    )


def set_source(
    annotations: AnnotationSet,
    records: Sequence[int],
    kind: AttributeType,
    source: int,
    scheme: Scheme,
    *,
    by: Hand,
) -> Change:
    """``source``, a mention, is who says it.  Refused where the way from source to source would come back."""
    mention = annotations.mentions.get(source)
    if mention is None:
        raise Refused("This mention is no longer there.")
    way = {source, *(each.id for each in sources(annotations, mention, kind.id))}
    if way & set(records):
        raise Refused(f"“{short(mention.quote)}” has it from there itself.", remedy="Choose another source.")
    return set_value(annotations, records, kind, ids.to_text(source), scheme, by=by)


def turn_mention(
    annotations: AnnotationSet,
    records: Sequence[int],
    kind: AttributeType,
    mention: int,
    scheme: Scheme,
    *,
    by: Hand,
) -> Change:
    """One more mention for an attribute that names several, or one fewer, where the first of ``records`` has it."""
    first = annotations.record(records[0]) if records else None
    if not isinstance(first, Mention | Relation):
        raise Refused("Nothing is selected of which this could be said.")
    held = first.attributes.get(kind.id, ())
    named = held if isinstance(held, tuple) else (str(held),)
    name = ids.to_text(mention)
    wanted = tuple(each for each in named if each != name) if name in named else (*named, name)
    return set_value(annotations, records, kind, wanted or None, scheme, by=by)


def judge(annotations: AnnotationSet, target: int, body: str, *, by: Hand, note: int | None = None) -> Change:
    """A judgement of a record of this document (or of the document): a new one, or the one with the id ``note``
    rewritten, or with no text taken out.  Its likelihood and confidence are set by :func:`set_value`.
    """
    if target != annotations.document.id and not isinstance(annotations.record(target), Mention | Relation):
        raise Refused("What this judgement is about is no longer there.")
    old = next((each for each in annotations.judgements_on(target) if each.id == note), None)
    if note is not None and old is None:
        raise Refused("This judgement is no longer there.")
    text = body.strip()
    if not text:
        if old is None:
            raise Refused("A judgement says something: write it first.")
        return by.change(f"Delete the judgement “{short(old.body)}”", removed=[old])
    if old is not None and old.body == text:
        raise Refused("The judgement says this already.")
    new = (
        replace(old, body=text)
        if old is not None
        else Note(
            by.new_id(),
            target,
            text,
            annotations.document.id,
            author=by.author,
            created=by.now(),
            kind="judgement",
        )
    )
    return by.change(f"Judge “{short(text)}”", removed=[old] if old is not None else [], added=[new])


def sources(annotations: AnnotationSet, record: Mention | Relation, attribute: str = SOURCE) -> list[Mention]:
    """Who says it, who that has it from, and so on; the author of the text, who stands behind all, is left out."""
    found: dict[int, Mention] = {}
    at: Mention | Relation | None = record
    while at is not None:
        at = _named(annotations, at.attributes.get(attribute))
        if at is None or at.id in found or at.id == record.id:
            break
        found[at.id] = at
    return list(found.values())


def graded_identity(annotations: AnnotationSet, record: Mention | Relation) -> int | None:
    """Whose reliability a grade of this record's source is about: the identity of its innermost source, or of the
    mention itself; ``None`` where that has none, and the document is meant.
    """
    named = sources(annotations, record)[:1]
    if isinstance(record, Mention):
        return record.entity
    return named[0].entity if named else None


def grade_source(entity: Entity, grade: str, *, by: Hand) -> Change:
    """The Admiralty grade of a source, kept on its identity; F ("not judged") is not kept."""
    if grade not in RELIABILITY_WORDS:
        raise Refused(f"{grade} is no grade of a source: it may be {', '.join(RELIABILITY_WORDS)}.")
    kept = None if grade == "F" else grade
    new = replace(entity, attributes=_with(entity.attributes, RELIABILITY, kept))
    if new == entity:
        raise Refused(f"{entity.name} is graded {grade} already.")
    return by.change(f"Grade {short(entity.name)} {grade}", removed=[entity], added=[new])


def explain_source(entity: Entity, reason: str, *, by: Hand) -> Change:
    """Why a source is graded as it is, kept on its identity; an empty reason is taken out."""
    new = replace(entity, attributes=_with(entity.attributes, RELIABILITY + REASON, reason.strip() or None))
    if new == entity:
        raise Refused(
            "The reason says this already." if reason.strip() else "There is no reason to take out."
        )
    said = f"to “{short(reason.strip())}”" if reason.strip() else "to nothing"
    return by.change(
        f"Set the reason for the grade of {short(entity.name)} {said}", removed=[entity], added=[new]
    )


def regrade(
    said: Sequence[Relation],
    sources: Sequence[Document | Entity],
    scheme: Scheme,
    *,
    credibility: str = "",
    reliability: str = "",
    reason: str,
    by: Hand,
) -> Change:
    """Other grades for many claims, as one step: ``credibility`` for what they say, ``reliability`` for their sources,
    be it a document or an identity; an empty one leaves that grade as it is.  The reason is kept beside each grade.
    Claims that the scheme does not grade are passed over.
    """
    words = " ".join(reason.split())
    if not (credibility or reliability):
        raise Refused(
            "No other grade is chosen.", remedy="Choose a grade for the source, the information or both."
        )
    if not words:
        raise Refused("A reason is needed.", remedy="Say in a few words why the grade is another one.")
    pairs: list[tuple[Relation | Document | Entity, Relation | Document | Entity]] = []
    if credibility:
        kept = None if credibility == "6" else credibility
        pairs += [
            (each, replace(each, attributes=_graded(each.attributes, CREDIBILITY, kept, words)))
            for each in _gradable(said, scheme)
        ]
    if reliability:
        pairs += [(each, _source_graded(each, reliability, words)) for each in sources]
    changed = [(old, new) for old, new in pairs if _grade_of(old) != _grade_of(new)]
    if not changed:
        raise Refused("All of them are graded so already.")
    claims = sum(isinstance(old, Relation) for old, _ in changed)
    told = [f"{counted(claims, 'claim')} {credibility}"] if claims else []
    others = len(changed) - claims
    told += [f"{counted(others, 'source')} {reliability}"] if others else []
    missing = [] if not claims or scheme.attribute(CREDIBILITY + REASON) else [_reason_kind(scheme)]
    return by.change(
        f"Grade {' and '.join(told)}: {short(words)}",
        removed=[old for old, _ in changed],
        added=[*(new for _, new in changed), *missing],
    )


def _gradable(said: Sequence[Relation], scheme: Scheme) -> list[Relation]:
    kind = scheme.attribute(CREDIBILITY)
    if kind is None:
        raise Refused("The label scheme of this project does not grade what is said.")
    return [each for each in said if target_of(each) in kind.on]


def _reason_kind(scheme: Scheme) -> AttributeType:
    """The attribute that holds the reason, for a scheme that grades claims but has no room for it."""
    graded = scheme.attribute(CREDIBILITY)
    assert graded is not None
    return replace(
        graded, id=CREDIBILITY + REASON, name=f"{graded.name}: reason", kind="text", values=(), definition=""
    )


def _graded(held: Attributes, attribute: str, grade: str | None, reason: str) -> Attributes:
    return _with(_with(held, attribute, grade), attribute + REASON, reason)


def _source_graded(source: Document | Entity, grade: str, reason: str) -> Document | Entity:
    if isinstance(source, Entity):
        kept = None if grade == "F" else grade
        return replace(source, attributes=_graded(source.attributes, RELIABILITY, kept, reason))
    letter: Reliability = next(each for each in RELIABILITIES if each == grade)
    return replace(source, reliability=letter, reliability_reason=reason)


def _grade_of(record: Relation | Document | Entity) -> str:
    if isinstance(record, Document):
        return record.reliability
    name, default = (CREDIBILITY, "6") if isinstance(record, Relation) else (RELIABILITY, "F")
    return str(record.attributes.get(name, default))


def _named(annotations: AnnotationSet, value: Value | None) -> Mention | None:
    try:
        return annotations.mentions.get(ids.from_text(str(value)))
    except ValueError:
        return None


def _told(annotations: AnnotationSet, value: Value | None) -> str:
    """A value for a title, with the words of the mentions that it names."""
    several = value if isinstance(value, tuple) else (value,)
    words = []
    for each in several:
        mention = _named(annotations, each) if isinstance(each, str) else None
        words.append(f"“{short(mention.quote)}”" if mention is not None else shown(each))
    return ", ".join(words) or shown(None)


def _with(attributes: Attributes, name: str, value: Value | None) -> Attributes:
    values = {key: held for key, held in attributes.items() if key != name}
    if value is not None:
        values[name] = value
    return dict(sorted(values.items()))
