"""What is said of a passphrase before it is taken."""

from __future__ import annotations

import pytest

from glossator import protection


@pytest.mark.parametrize(
    ("passphrase", "sentence"),
    [
        ("", ""),
        ("kitten", "6 characters are found by trying"),
        ("20241122", "Digits alone"),
        ("7391846205518", "Digits alone"),
        ("aaaaaaaaaaaaaaaaaaaa", "repeat or follow"),
        ("abababababababababab", "repeat or follow"),
        ("abcdefghijklmnopqrst", "repeat or follow"),
        ("987654321", "repeat or follow"),
        ("Constantinople", "One or two words"),
        ("Saint Petersburg", "One or two words"),
        ("four winds over Tobruk", ""),
        ("kR8#vq2!xW0$zP5mT9&cL", ""),
        ("the old man and the sea had another talk about the weather in the afternoon", ""),
        ("четыре ветра над Тобруком", ""),
        ("東京都は五月に京都大学と研究を始めた", "One or two words"),
    ],
)
def test_what_is_plainly_weak_is_said(passphrase: str, sentence: str) -> None:
    told = protection.weakness(passphrase)
    assert told.startswith(sentence) if not sentence else sentence in told
    assert bool(told) == bool(sentence)


@pytest.mark.parametrize(
    ("first", "again", "sentence"),
    [
        ("", "", "Type a passphrase."),
        ("winds", "", "Type it once more."),
        ("winds", "wind", "The two are not the same."),
        ("a\tb", "a\tb", "holds a character that cannot be typed everywhere"),
        ("Café", "Cafe\u0301", ""),
        ("winds", "winds", ""),
    ],
)
def test_two_lines_are_compared_as_they_count(first: str, again: str, sentence: str) -> None:
    told = protection.checked(first, again)
    assert sentence in told
    assert bool(told) == bool(sentence)
