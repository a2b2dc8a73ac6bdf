"""What is typed to search a project, read: words, phrases, beginnings of words, alternatives, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from glossator.core.errors import Refused
from glossator.core.folding import UNSPACED, WORD, fold

MOST_WORDS = 100
"""More words in one question than anybody types: a page that was pasted into the field."""

_PART = re.compile(r'([-–−]?)"([^"]*)(?:"|$)(\*?)|(\S+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_MINUS = "-–−"
_STAR = re.compile(r"\*[^\w*]*$")
_ASKING = "Type a word, several words, or a “phrase” in quotation marks; a * ends the beginning of a word."


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand one after the other; with ``is_beginning`` the last one is the beginning of a word."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True)
class Query:
    """One term of each of ``groups`` is in a text that is meant, and no term of ``without``."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is to be marked in the fold of a text: every term that was asked for."""
        terms = {term for group in self.groups for term in group}
        sources = sorted((_source(term) for term in terms), key=lambda each: (-len(each), each))
        return re.compile(f"(?<!{WORD})(?:{'|'.join(sources)})", re.DOTALL)


def read(typed: str) -> Query:
    """The query in what was typed.  :class:`Refused` says what is missing where it cannot be one.

    Words are all to be found; ``"several words"`` one after the other; ``begin*`` stands for all words that begin so;
    ``-word`` or ``NOT word`` is left out; ``one OR other`` (or ``|``) are alternatives.  Everything else that means
    something elsewhere (brackets, colons, carets) parts words here.
    """
    groups: list[list[Term]] = []
    without: list[Term] = []
    is_either = is_not = False
    for sign, term in _parts(typed):
        if term is None:
            is_either, is_not = (sign == "OR", is_not) if sign != "NOT" else (is_either, True)
            continue
        if sign or is_not:
            without.append(term)
        elif is_either and groups:
            groups[-1].append(term)
        else:
            groups.append([term])
        is_either = is_not = False
    query = Query(tuple(map(tuple, groups)), tuple(without))
    _be_sensible(typed, query)
    return query


def _parts(typed: str) -> Iterator[tuple[str, Term | None]]:
    """(minus, term), or an operator and nothing."""
    for found in _PART.finditer(typed.translate(_QUOTES)):
        minus, phrase, star, word = found.groups()
        if word is None:
            words = _words(phrase)
            if words:
                yield minus, Term(words, bool(star))
        elif word in {"OR", "AND", "NOT", "|", "||"}:
            yield "OR" if "|" in word else word, None
        else:
            # a quotation mark in the middle begins no phrase
            stripped = word.lstrip(_MINUS)
            words = _words(stripped)
            if words:
                yield word[: len(word) - len(stripped)], Term(words, bool(_STAR.search(stripped)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(f"{WORD}+", fold(text)))


def _source(term: Term) -> str:
    between = f"(?:(?!{WORD}).)+"
    words = between.join(map(re.escape, term.words))
    return f"{words}{WORD}*" if term.is_beginning else f"{words}(?!{WORD})"


def _be_sensible(typed: str, query: Query) -> None:
    terms = [term for group in (*query.groups, query.without) for term in group]
    if not terms:
        what = f"There is no word in “{typed.strip()}”." if typed.strip() else "Nothing is asked for."
        raise Refused(what, remedy=f"{_ASKING} Signs are found by “exact text”.")
    if not query.groups:
        raise Refused("It is said only what to leave out.", remedy="Add a word that is to be found.")
    for term in terms:
        last = term.words[-1]
        if term.is_beginning and len(last) < 2 and not re.match(f"[{UNSPACED}]", last):
            raise Refused(
                f"Too many words begin with “{last}”.", remedy="Type at least two letters before the *."
            )
    if (count := sum(len(term.words) for term in terms)) > MOST_WORDS:
        raise Refused(
            f"This is a question of {count:,} words; {MOST_WORDS} are the most.",
            remedy="Take a characteristic part of it, in quotation marks.",
        )
