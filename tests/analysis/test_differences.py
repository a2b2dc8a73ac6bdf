"""What a step changed, in words."""

from __future__ import annotations

from dataclasses import replace

from glossator.analysis.differences import differences
from glossator.core.annotations import Note
from glossator.core.changes import Change, Record
from glossator.core.scheme import Label
from tests.builders import annotated, entity, scheme, the

ARTICLE = annotated(
    "[Ada|PER:Individual] led the [Libyan Army|ORG], which [hit|EVT] the [base|FAC].",
    relations=[("LEADS", "Ada", "Libyan Army")],
    events=[("ATTACK", "hit", {"Agent": "Libyan Army", "Target": "base"})],
)


def told(*, removed: tuple[Record, ...] = (), added: tuple[Record, ...] = ()) -> list[str]:
    change = Change(1, "Step", "Ada", 0, removed, added)
    names = {each.id: each.quote for each in ARTICLE.mentions.values()} | {77: "Countess"}
    return [
        str(each) for each in differences(change, scheme(), lambda each: names.get(each, "something deleted"))
    ]


def test_what_came_and_what_went() -> None:
    ada = the(ARTICLE, "Ada")
    label = scheme().name_of("PER")
    assert told(added=(ada,)) == [f"Mention “Ada”: new, {label}, Individual, “Ada” (0–3)"]
    assert told(removed=(ada,)) == [f"Mention “Ada”: deleted, {label}, Individual, “Ada” (0–3)"]
    leads, attack = ARTICLE.relations.values()
    assert told(added=(leads,)) == [
        f"Relation {scheme().name_of('LEADS')}: new, "
        + ", ".join(
            f"{role} “{name}”"
            for (role, *_), name in zip(leads.arguments, ("Ada", "Libyan Army"), strict=True)
        )
    ]
    (line,) = told(added=(attack,))
    assert line == f"Event {scheme().name_of('ATTACK')}: new, “hit”, Agent “Libyan Army”, Target “base”"
    assert told(added=(Note(5, ada.id, "who?", 1),)) == ["Note on “Ada”: new, “who?”"]
    (line,) = told(added=(ARTICLE.document,))
    assert line.startswith("Document “Sample”: new, ")
    assert line.endswith(" characters")


def test_what_is_different_before_and_after() -> None:
    ada = the(ARTICLE, "Ada")
    new = replace(ada, label="ORG", subtype="", entity=77, attributes={"level": "Name"}, confidence=0.5)
    names = scheme()
    assert told(removed=(ada,), added=(new,)) == [
        f"Mention “Ada”: label {names.name_of('PER')} → {names.name_of('ORG')}",
        "Mention “Ada”: subtype Individual → none",
        "Mention “Ada”: identity none → “Countess”",
        "Mention “Ada”: confidence none → 0.5",
        f"Mention “Ada”: {known.name if (known := names.attribute('level')) else 'level'} none → Name",
    ]
    person = entity("Ada", id=9)
    changed = replace(
        person, name="Ada Lovelace", aliases=("Ada", "Countess"), identifiers={"wikidata": "Q7259"}
    )
    assert told(removed=(person,), added=(changed,)) == [
        "Entity “Ada Lovelace”: name Ada → Ada Lovelace",
        "Entity “Ada Lovelace”: aliases none → Ada; Countess",
        "Entity “Ada Lovelace”: wikidata none → Q7259",
    ]
    document = ARTICLE.document
    assert told(removed=(document,), added=(replace(document, status="done", reliability="B"),)) == [
        "Document “Sample”: grade F → B",
        "Document “Sample”: status new → done",
    ]
    label = Label("X", "Old", retired=False)
    assert told(removed=(label,), added=(replace(label, name="New", retired=True),)) == [
        "Label “New”: name Old → New",
        "Label “New”: retired no → yes",
    ]


def test_only_some_records_are_told() -> None:
    ada, base = the(ARTICLE, "Ada"), the(ARTICLE, "base")
    change = Change(1, "Step", "Ada", 0, (), (ada, base))
    found = list(differences(change, scheme(), str, only=lambda each: each.id == base.id))
    assert [each.record for each in found] == ["Mention “base”"]
