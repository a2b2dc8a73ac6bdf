"""The numbers by which spaCy knows strings: a hash of their letters, or a number of its own for words of its scheme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_MULTIPLIER = 0xC6A4A7935BD1E995
_SHIFT = 47
_WHOLE = (1 << 64) - 1
_SEED = 1


def murmur_hash(content: bytes, seed: int = _SEED) -> int:
    """MurmurHash64A of Austin Appleby (public domain, github.com/aappleby/smhasher), which spaCy takes with seed 1."""
    made = seed ^ (len(content) * _MULTIPLIER & _WHOLE)
    whole = len(content) & ~7
    for at in range(0, whole, 8):
        part = int.from_bytes(content[at : at + 8], "little") * _MULTIPLIER & _WHOLE
        part = (part ^ part >> _SHIFT) * _MULTIPLIER & _WHOLE
        made = (made ^ part) * _MULTIPLIER & _WHOLE
    if rest := content[whole:]:
        made = (made ^ int.from_bytes(rest, "little")) * _MULTIPLIER & _WHOLE
    made = (made ^ made >> _SHIFT) * _MULTIPLIER & _WHOLE
    return made ^ made >> _SHIFT


def number_of(words: str) -> int:
    """The number of a string; 0 for the empty one."""
    if not words:
        return 0
    return SYMBOLS.get(words) or murmur_hash(words.encode())


def by_number(strings: Iterable[str]) -> Mapping[int, str]:
    """Strings by their numbers, with those that spaCy knows by itself."""
    return {0: "", **{number: name for name, number in SYMBOLS.items()}} | {
        number_of(each): each for each in strings
    }


def _symbols() -> dict[str, int]:
    """The names that spaCy numbers one after the other: a list of its first version to which others were added."""
    names = [
        *"IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM".split(),
        *"LIKE_EMAIL IS_STOP IS_OOV_DEPRECATED IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT".split(),
        "IS_CURRENCY",
        *(f"FLAG{number}" for number in range(19, 64)),
        *"ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG DEP ENT_IOB ENT_TYPE HEAD".split(),
        *"SENT_START SPACY PROB LANG ADJ ADP ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN".split(),
        *"PUNCT SCONJ SYM VERB X EOL SPACE".split(),
        *(f"DEPRECATED{number:03}" for number in range(1, 277)),
        *"PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE TIME PERCENT".split(),
        *"MONEY QUANTITY ORDINAL CARDINAL acomp advcl advmod agent amod appos attr aux auxpass cc ccomp".split(),
        *"complm conj cop csubj csubjpass dep det dobj expl hmod hyph infmod intj iobj mark meta neg nmod".split(),
        *"nn npadvmod nsubj nsubjpass num number oprd obj obl parataxis partmod pcomp pobj poss".split(),
        *"possessive preconj prep prt punct quantmod relcl rcmod root xcomp acl ENT_KB_ID MORPH".split(),
        *"ENT_ID IDX _".split(),
    ]
    return {name: number for number, name in enumerate(names, 1)}


SYMBOLS: Mapping[str, int] = _symbols()
"""Strings that have a number instead of a hash, such as ``ORG``."""
