"""What stands around years and dates in other languages than English ("since", "end of", "year"), said in English."""

from __future__ import annotations

import re
from functools import lru_cache

_IN = {
    "ar": "في عام|في سنة|في|عام|سنة",
    "de": "im jahre?|in den jahren|des jahres|der jahre|im|in den|den|die|der|in|jahr",
    "es": "en el año|en|del año|del|de|año", "fr": "en l'an|en|de l'année|l'année|année|l'an|de",
    "it": "nell'anno|nel|del|anno", "nl": "in het jaar|in|het jaar|jaar|van",
    "pl": "w roku|w|we|roku|rok|z", "pt": "no ano de|no ano|em|de|ano",
    "ru": "в|во|на|от|году|годы", "tr": "", "uk": "у|в|на|від|рік|році",
}  # fmt: skip
"""What stands before a year and says no more than that something happened in it."""
_WORDS: dict[str, dict[str, str]] = {
    "ar": {"since": "منذ عام|منذ", "before": "قبل عام|قبل", "after": "بعد عام|بعد", "until": "حتى عام|حتى"},
    "de": {
        "since": "seit dem jahre?|seit|ab", "before": "vor dem jahre?|vor", "after": "nach dem jahre?|nach",
        "until": "bis zum jahre?|bis", "by": "bis spätestens", "about": "um|etwa|gegen|ca\\.",
        "early": "anfang|zu beginn", "mid": "mitte", "end of": "ende",
    },
    "es": {
        "since": "desde el año|desde", "before": "antes de|antes del año", "after": "después de|después del año|tras",
        "until": "hasta", "about": "hacia|alrededor de", "early": "a principios de|a comienzos de|principios de",
        "mid": "a mediados de|mediados de", "end of": "a finales de|a fines de|finales de|fines de",
    },
    "fr": {
        "since": "à partir de|depuis l'année|depuis|dès", "before": "avant", "after": "après",
        "until": "jusqu'(?:en|au)",
        "about": "vers|environ en",
        "early": "au début de|début", "mid": "au milieu de|mi-", "end of": "à la fin de|fin",
    },
    "it": {
        "since": "a partire dal|sin dal|dal", "before": "prima del", "after": "dopo il", "until": "fino al",
        "by": "entro il", "about": "intorno al|verso il", "early": "all'inizio del|inizio", "mid": "a metà del|metà",
        "end of": "alla fine del|fine",
    },
    "nl": {
        "since": "sinds|vanaf|sedert", "before": "voor", "after": "na", "until": "tot", "about": "rond|omstreeks",
        "early": "begin", "mid": "medio|midden", "end of": "eind|einde",
    },
    "pl": {
        "since": "od roku|od", "before": "przed rokiem|przed", "after": "po roku|po", "until": "do roku|do",
        "about": "około", "early": "na początku", "mid": "w połowie", "end of": "pod koniec|w końcu|koniec",
    },
    "pt": {
        "since": "desde|a partir de", "before": "antes de", "after": "depois de|após", "until": "até",
        "about": "por volta de|cerca de", "early": "no início de|início de", "mid": "em meados de|meados de",
        "end of": "no final de|no fim de|final de|fim de",
    },
    "ru": {
        "since": "начиная с|с|со", "before": "до|перед", "after": "после", "until": "по", "by": "к|ко",
        "about": "около|примерно в", "early": "в начале|начало|начала", "mid": "в середине|середина|середины",
        "end of": "в конце|конец|конца",
    },
    "tr": {},
    "uk": {
        "since": "починаючи з|з|із", "before": "до|перед", "after": "після", "until": "по", "by": "к",
        "about": "близько|біля", "early": "на початку|початок", "mid": "у середині|в середині|середина",
        "end of": "наприкінці|в кінці|у кінці|кінець",
    },
}  # fmt: skip
"""What stands before a year and says more, by the English word that says the same."""
_AFTER = {
    "ar": "م", "pl": "roku|rok|r\\.|lat", "ru": "годах|годов|годам|годы|году|годом|года|год|гг\\.?|г\\.?",
    "tr": "yılında|yılının|yılı|yıllarında|yılları|senesinde",
    "uk": "роками|роках|років|роки|року|році|роком|рік|рр\\.?|р\\.?",
}  # fmt: skip
"""Words for "year" that stand after it."""
_TURKISH = {
    "": r"[td][ea]", "since": r"(?:yılından|[td][ea]n) (?:beri|itibaren)", "before": r"(?:yılından|[td][ea]n) önce",
    "after": r"(?:yılından|[td][ea]n) sonra", "until": r"(?:yılına|y?[ea]) kadar", "early": r"(?:yılı )?başında",
    "mid": r"(?:yılı )?ortasında", "end of": r"(?:yılı )?sonunda",
}  # fmt: skip
"""Turkish says after a year what others say before it."""
_DECADES = {
    "es": "en los años|los años|años", "fr": "dans les années|les années|des années|années",
    "it": "negli anni|gli anni|anni", "nl": "in de jaren|de jaren|jaren",
    "pl": "w latach|lata", "pt": "nos anos|os anos|anos",
}  # fmt: skip
"""What stands before several years, or before the first of a decade."""
_ENDS = {
    "de": "ern?(?: jahren?)?", "ru": "-?(?:ые|ых|х|е)", "tr": "'?l[ae]r(?:d[ae])?|'?l[iı] yıllar(?:da)?",
    "uk": "-?(?:ті|тих|х|і)",
}  # fmt: skip
"""What is added to the first year of a decade that is meant."""
_YEAR = r"1\d{3}|20\d\d"
_BETWEEN = "(?:(?<=-)| | de[rn] | (?P<several>de los años|des années|degli anni|de jaren|dos anos) )"
_YEARS = re.compile(_YEAR)
_MONTHS = {
    "ru": (
        (r"\b(ма)е\b", r"\1я"), (r"\b(март|август)е\b", r"\1а"),
        (r"\b(январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)е\b", r"\1я"),
    ),
    "uk": (
        (r"\bлютому\b", "лютого"), (r"\bлистопаді\b", "листопада"),
        (r"\b(січн|березн|квітн|травн|червн|липн|серпн|вересн|жовтн|грудн)і\b", r"\1я"),
    ),
}  # fmt: skip
"""Months as they stand behind "in"; dateparser knows them as they stand behind a day."""


def in_english(text: str, language: str) -> str:
    """What an expression says of a year, a decade or some years, as English says it; empty where it says another thing,
    or is in another language.
    """
    lowered = _lowered(text)
    if language in _IN and _YEARS.search(lowered):
        for word, pattern in _patterns(language):
            if match := pattern.fullmatch(lowered):
                time = _english(word, match)
                return time if word in {"", "years"} else f"{word} {time}"
    return ""


def plainer(text: str, language: str) -> str:
    """An expression with its months in the form that dateparser knows, and without a word for "in" or "year" that it
    does not know.
    """
    if language not in _IN:
        return text
    plain = _lowered(text)
    if after := _AFTER.get(language):
        plain = re.sub(rf"(?<=\d{{4}}) ?(?:{after})$", "", plain)
    for month, other in _MONTHS.get(language, ()):
        plain = re.sub(month, other, plain)
    if before := _IN[language]:
        plain = re.sub(rf"^(?:{before}) (?=.*\D\d{{4}}$)", "", plain)
    return plain if plain != _lowered(text) else text


def around(text: str, language: str) -> tuple[str, str]:
    """An expression that stands behind a word like "since": that, in English, and the expression; empty if there is no
    such word.
    """
    lowered = _lowered(text)
    for word, before in _WORDS.get(language, {}).items():
        if match := re.match(rf"(?:{before}) (?:(?:de[mn]|le|el|il) )?(?=.*\d)(?!\d{{4}} )", lowered):
            return word, lowered[match.end() :]
    return "", ""


def _lowered(text: str) -> str:
    dashed = re.sub(r"[\u2010-\u2015\u2212]", "-", text.casefold())
    return dashed.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _english(word: str, match: re.Match[str]) -> str:
    several = word == "years" or match.groupdict().get("several")
    if match["decade"] or (several and not match["last"]):
        return f"the {match['year']}s" if match["year"].endswith("0") else ""
    return f"{match['year']}-{match['last']}" if match["last"] else match["year"]


@lru_cache(maxsize=16)
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """English words with the pattern of an expression that says them of a year."""
    time = rf"(?P<year>{_YEAR})(?:(?P<decade>{_ENDS.get(language, 's')})|-(?P<last>{_YEAR}))?"
    after = rf"(?: ?(?:{_AFTER[language]}))?" if language in _AFTER else ""
    told = {**_WORDS[language], "": _IN[language], "years": _DECADES.get(language, "")}
    found = [
        (word, re.compile(rf"(?:{before}){_BETWEEN}{time}{after}")) for word, before in told.items() if before
    ]
    if language == "tr":
        found += [(word, re.compile(rf"{time}'? ?(?:{behind})")) for word, behind in _TURKISH.items()]
    found.append(("", re.compile(time + after)))
    return tuple(found)
