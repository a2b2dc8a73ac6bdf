"""The structure of UIMA (CAS), which its XMI and its JSON share: annotations of layers, and relations among them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

from glossator.core.annotations import Value
from glossator.core.errors import GlossatorError
from glossator.core.outside import ID
from glossator.formats.carries import LETTERS, Carries
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import numbers_of
from glossator.formats.standoff import MADE_UP, SUBTYPE, Fault, OutDocument, OutRelation, OutSpan
from glossator.formats.units import counting

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

_NUMBER = r"[1-9][0-9]{0,8}"
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    subtypes=True,
    relations=True,
    names=LETTERS,
    ids={"document": LETTERS, "mention": _NUMBER, "relation": _NUMBER},
)

SPAN, RELATION = "custom.Mention", "custom.Relation"
_TITLED = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_LABELS = ("label", "value")
_ENDS = ("Governor", "Dependent")
_PLACES = frozenset(("begin", "end", "sofa", *_ENDS, *_LABELS))
_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
_UNTOLD = (
    "uima.cas.",
    "uima.tcas.DocumentAnnotation",
    *(f"{_DKPRO}.{name}" for name in ("segmentation", "metadata", "lexmorph")),
    "de.tudarmstadt.ukp.clarin.webanno.api.type",
)
FAULTS = (ValueError, TypeError, AttributeError, RuntimeError, LookupError, OverflowError)
"""What the library makes of what is unsound, beside its own errors."""


def loaded(name: str, load: Callable[[], Cas]) -> tuple[Cas, list[str]]:
    """What ``load`` reads, and what it warned of; :class:`GlossatorError` for what is no such structure."""
    from cassis.typesystem import TypeCheckError, TypeNotFoundError

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            found = load()
        except (*FAULTS, TypeCheckError, TypeNotFoundError) as error:
            told_of = f"{type(error).__name__}: {error}"
            raise GlossatorError(f"“{name}” is no sound CAS of UIMA.", details=told_of) from error
    return found, list(dict.fromkeys(str(each.message) for each in told if each.category is UserWarning))


def documents(found: Cas, told: Iterable[str], file: str, name: str) -> Iterator[OutDocument]:
    """The document of each view that has a text."""
    views = [found.get_view(each.sofa.sofaID) for each in found.views]
    views = [each for each in views if each.sofa_string]
    remarks = [Fault(file, 0, each) for each in told]
    for number, view in enumerate(views, 1):
        called = name if number == 1 else f"{name} {number}"
        yield _document(view, file, called)._replace(remarks=remarks, done=number, size=len(views))
    if not views:
        yield OutDocument(
            None, name, file, faults=[Fault(file, 0, "there is no text in it.")], remarks=remarks
        )


def _document(view: Cas, file: str, name: str) -> OutDocument:
    spans: list[OutSpan] = []
    relations: list[OutRelation] = []
    faults: list[Fault] = []
    ids: dict[int, str] = {}
    waiting: list[Any] = []
    known = ""
    for each in view.select_all_annotations():
        kind = each.type.name
        if kind == _TITLED:
            name = getattr(each, "documentTitle", None) or name
            known = getattr(each, "documentId", None) or known
        if kind.startswith(_UNTOLD):
            continue
        if all(hasattr(each, end) for end in _ENDS):
            waiting.append(each)
            continue
        ids[id(each)] = str(each.xmiID or f"{MADE_UP}{len(spans) + 1}")
        label, held = _said(each)
        subtype = str(held.pop(SUBTYPE, ""))
        spans.append(
            OutSpan(label, ((each.begin, each.end),), ids[id(each)], subtype=subtype, attributes=held)
        )
    for each in waiting:
        ends = [ids.get(id(getattr(each, end))) for end in _ENDS]
        label, held = _said(each)
        if None in ends:
            faults.append(Fault(file, 0, f"a relation “{label}” joins what is no annotation of a layer."))
            continue
        arguments = (("Arg1", ends[0] or ""), ("Arg2", ends[1] or ""))
        own = str(each.xmiID or f"{MADE_UP}R{len(relations) + 1}")
        relations.append(OutRelation(label, arguments, own, attributes=held))
    return OutDocument(
        view.sofa_string,
        name,
        file,
        id=str(known),
        spans=spans,
        relations=relations,
        faults=faults,
        unit=counting(view.sofa_string),
    )


def _said(each: Any) -> tuple[str, dict[str, Value]]:
    """The label of an annotation, by its own feature or by its layer, and its other simple features."""
    held: dict[str, Value] = {}
    for feature in each.type.all_features:
        value = getattr(each, feature.name, None)
        if feature.name not in _PLACES and isinstance(value, (str, int, float, bool)) and value != "":
            held[feature.name] = value
    for name in _LABELS:
        label = getattr(each, name, None)
        if isinstance(label, str) and label:
            return label, held
    return str(each.type.name).rpartition(".")[2], held


def type_system() -> TypeSystem:
    """The layers that we write: mentions with label and subtype, relations between them, the name of the document."""
    from cassis import TypeSystem

    made = TypeSystem()
    mention = made.create_type(SPAN, "uima.tcas.Annotation")
    relation = made.create_type(RELATION, "uima.tcas.Annotation")
    for kind, features in ((mention, ("label", SUBTYPE)), (relation, ("label",))):
        for name in features:
            made.create_feature(kind, name, "uima.cas.String")
    for name in _ENDS:
        made.create_feature(relation, name, mention)
    title = made.create_type(_TITLED, "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId"):
        made.create_feature(title, name, "uima.cas.String")
    return made


def made_of(outgoing: Outgoing, types: TypeSystem) -> Cas:
    """A document of ours as a CAS."""
    from cassis import Cas

    held = outgoing.annotations
    made = Cas(types)
    made.sofa_string = held.text
    made.sofa_mime = "text/plain"
    mention, relation, title = (types.get_type(name) for name in (SPAN, RELATION, _TITLED))
    mentions = list(held.in_order())
    links = sorted(held.relations.values(), key=lambda one: one.id)
    numbers = numbers_of([*mentions, *links], 1)
    free = count(max(numbers.values(), default=0) + 1)
    made.get_sofa().xmiID = next(free)
    about = title(begin=0, end=len(held.text), documentTitle=outgoing.document.name, xmiID=next(free))
    if own := outgoing.document.attributes.get(ID, ""):
        about.documentId = own
    made.add(about)
    known: dict[int, Any] = {}
    for each in mentions:
        known[each.id] = mention(begin=each.start, end=each.end, label=each.label, xmiID=numbers[each.id])
        if each.subtype:
            known[each.id].subtype = each.subtype
        made.add(known[each.id])
    for link in links:
        first, second = (known[argument.target] for argument in link.arguments)
        made.add(
            relation(
                begin=second.begin,
                end=second.end,
                Governor=first,
                Dependent=second,
                label=link.type,
                xmiID=numbers[link.id],
            )
        )
    return made
