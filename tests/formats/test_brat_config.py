"""Configurations of brat as label schemes: what is carried, what is told, and every one that is at hand."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator import projects
from glossator.core.errors import GlossatorError
from glossator.core.scheme import LABEL_KEYS, SLOTS, Role, Signature
from glossator.formats import brat_colours, brat_config

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "brat-configurations"

ANNOTATION = """
# a comment
[entities]
!Actor
\tPerson
\tOrganization
\t\tArmy
Place
----------
[relations]
Located  Arg1:Actor, Arg2:Place
Located  Arg1:Place, Arg2:Place
Kin\tArg1:Person, Arg2:Person, <REL-TYPE>:symmetric-transitive
Odd Arg1:TODO, Arg2:<ANY>
<OVERLAP> Arg1:Person, Arg2:Person, <OVL-TYPE>:contain
[events]
<POG>=Person|<GROUP>
<GROUP>=Organization|Army
!Life
\tBorn Who:Person, Where?:Place
\tMarry Who{2}:Person, By*:<POG>, Cause?:<EVENT>
[attributes]
Negation Arg:<EVENT>
Sure Arg:<EVENT>|<ENTITY>, Value:High|Low
Old Arg:Person
"""
VISUAL = """
[labels]
Person | A person | Pers | P
Army | Armed force
[drawing]
SPAN_DEFAULT fgColor:black, bgColor:lightgreen
Army bgColor:#c94c00, borderColor:darken
Actor\tbgColor:nosuchcolour
"""
KEYS = """
P Person
A Army
T Place
K Kin
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "My Project"
    made.mkdir()
    (made / "annotation.conf").write_text(ANNOTATION, encoding="utf-8")
    (made / "visual.conf").write_text(VISUAL, encoding="utf-8")
    (made / "kb_shortcuts.conf").write_text(KEYS, encoding="utf-8")
    (made / "tools.conf").write_text("[options]\n", encoding="utf-8")
    return made


def test_entities_are_a_tree_whose_headings_are_retired(folder: Path) -> None:
    scheme = brat_config.read(folder).scheme
    found = {each.id: (each.name, each.parent, each.retired) for each in scheme.labels}
    assert found == {
        "Actor": ("Actor", "", True),
        "Person": ("A person", "Actor", False),
        "Organization": ("Organization", "Actor", False),
        "Army": ("Armed force", "Organization", False),
        "Place": ("Place", "", False),
        "Life": ("Life", "", True),
        "Born": ("Born", "Life", False),
        "Marry": ("Marry", "Life", False),
    }
    assert (scheme.id, scheme.name) == ("my-project", "My Project")
    assert scheme.faults() == ()


def test_relations_have_their_ends_and_their_symmetry(folder: Path) -> None:
    scheme = brat_config.read(folder).scheme
    located, kin, odd = scheme.relation_types
    assert located.signatures == (
        Signature(("Person", "Organization", "Army"), ("Place",)),
        Signature(("Place",), ("Place",)),
    )
    assert (kin.symmetric, kin.key, kin.permits("Person", "Person")) == (True, "K", True)
    assert odd.signatures == ()


def test_events_have_roles_triggers_and_what_is_required(folder: Path) -> None:
    born, marry = brat_config.read(folder).scheme.event_types
    assert born.roles == (Role("Who", ("Person",), required=True), Role("Where", ("Place",)))
    assert (born.trigger, marry.trigger) == ("Born", "Marry")
    assert marry.roles == (
        Role("Who", ("Person",), required=True),
        Role("By", ("Person", "Organization", "Army")),
        Role("Cause", ("Born", "Marry")),
    )


def test_attributes_keep_that_nothing_was_said(folder: Path) -> None:
    negation, sure, old = brat_config.read(folder).scheme.attributes
    assert (negation.kind, negation.on, negation.values) == ("flag", ("event",), ())
    assert (sure.kind, sure.values) == ("choice", ("Not stated", "High", "Low"))
    assert (sure.on, sure.labels) == (("event", "mention"), ())
    assert (old.on, old.labels) == (("mention",), ("Person",))


def test_colours_short_forms_and_keys(folder: Path) -> None:
    labels = {each.id: each for each in brat_config.read(folder).scheme.labels}
    assert (labels["Person"].slot, labels["Person"].tag, labels["Person"].key) == ("PER", "Pers", "P")
    assert labels["Army"].slot == "ORG"  # the orange one
    assert labels["Army"].key in set(LABEL_KEYS) - {"P", "T"}  # A belongs to a command
    assert labels["Place"].key == "T"
    assert labels["Actor"].key == ""
    assert labels["Born"].slot == "EVT"


def test_what_is_lost_is_told(folder: Path) -> None:
    told = "\n".join(brat_config.read(folder).told)
    for words in (
        "retired labels",
        "key A of Army",
        "That Kin is transitive",
        "TODO is no entity and no event, but is named by Odd",
        "<OVERLAP> is a rule of brat",
        "{2}, is not kept",
        "“nosuchcolour” of Actor is not known",
        "tools.conf",
    ):
        assert words in told


def test_it_reads_the_file_itself_and_twice_the_same(folder: Path) -> None:
    assert brat_config.read(folder / "annotation.conf") == brat_config.read(folder)
    assert projects.read_scheme(str(folder)) == brat_config.read(folder).scheme


def test_what_lies_above_the_folder_counts_too(folder: Path) -> None:
    (folder / "visual.conf").rename(folder.parent / "visual.conf")
    assert brat_config.read(folder).scheme.labels[1].name == "A person"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Person\n[entities]\n", "line 1: it stands before the first section"),
        ("[entities]\n# nothing\n", "has none of the sections"),
        ("[events]\n<A>=<B>\n<B>=<A>\nE Who:<A>\n", "in one another in a ring"),
        ("[entities]\n!\n", "line 2: a type without a name"),
        (
            "[entities]\n" + "".join(f"T{n}\n" for n in range(30_000)),
            r"line 20002: \[entities\] has more than 20,000",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_line(tmp_path: Path, written: str, words: str) -> None:
    (tmp_path / "annotation.conf").write_text(written, encoding="utf-8")
    with pytest.raises(GlossatorError, match=words):
        brat_config.read(tmp_path)


def test_a_folder_without_a_configuration(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match=r"There is no annotation\.conf"):
        brat_config.read(tmp_path)


def test_colours_go_to_the_slot_of_the_nearest_hue() -> None:
    assert (
        brat_colours.nearest("#0000ff")
        == brat_colours.nearest("blue")
        == brat_colours.nearest("#00f")
        == "EVT"
    )
    assert brat_colours.nearest("#ccdaf6") == "PER"
    assert brat_colours.nearest("lightgray") == "DOC"
    assert brat_colours.nearest("darken") == ""
    assert {brat_colours.nearest(f"#{n:06x}") for n in range(0, 1 << 24, 99_991)} <= set(SLOTS)


_LINES = """
[entities];[relations];[events];[attributes];[spans];!A;A;B;\t!C;\tA;\t\tB;R Arg1:A, Arg2:B|C;B Arg1:A;<M>=A|<N>
<N>=<M>;R X:<ANY>, X:<ENTITY>, <REL-TYPE>:symmetric;E Who?:<EVENT>, Who+:<M>;E {2}:A;E :;\tE*;N;|;!|x;----
N Arg:<EVENT>|A, Value:x|x|y;N Arg:E;A|B|C  q;<OVERLAP> Arg1:A, Arg2:A;N Arg:R, Value:Not stated
""".strip("\n").replace("\n", ";")


@given(st.lists(st.sampled_from(_LINES.split(";")), max_size=14))
def test_whatever_stands_there_makes_a_sound_scheme_or_a_sentence(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "annotation.conf").write_text("\n".join(lines), encoding="utf-8")
        Path(folder, "kb_shortcuts.conf").write_text("A A\nP B\nP C\n\nxx\nE\tE\n", encoding="utf-8")
        refusal = ""
        try:
            assert brat_config.read(Path(folder)).scheme.faults() == ()
        except GlossatorError as error:
            refusal = f"{error} {error.details}"
    assert "makes no sound scheme" not in refusal


def configurations() -> list[Path]:
    return sorted(each.parent for each in CORPUS.glob("*/annotation.conf"))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the configurations of brat are not beside this project")
def test_every_configuration_at_hand_makes_a_sound_scheme() -> None:
    found = configurations()
    assert len(found) > 30
    for folder in found:
        carried = brat_config.read(folder)
        assert carried.scheme.faults() == (), folder.name
        assert carried.scheme.labels, folder.name
        assert all(each.endswith(".") for each in carried.told), folder.name
