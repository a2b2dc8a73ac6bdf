"""English words of time: months, weekdays, numbers, units, and what they stand for."""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAYTIMES = {
    "morning": "MO", "noon": "MI", "midday": "MI", "afternoon": "AF", "evening": "EV", "night": "NI",
}  # fmt: skip
ORDINALS = {
    name: number
    for number, name in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
        ).split(),
        1,
    )
}
_UNDER_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
TENS = {f"{name.removesuffix('y')}ies": 20 + 10 * at for at, name in enumerate(_TENS)}
VAGUE = {"several", "some", "a few", "few", "many", "a couple of", "a number of", "numerous", "recent", ""}
UNITS = {
    "second": "S", "minute": "m", "hour": "H", "day": "D", "week": "W", "fortnight": "F", "month": "M", "quarter": "Q",
    "year": "Y", "decade": "DE", "century": "CE", "centurie": "CE",
}  # fmt: skip
PRESENT = (
    "now", "currently", "at present", "presently", "nowadays", "these days", "right now", "at the moment",
    "at this time", "the present", "present", "currently now",
)  # fmt: skip
PAST = (
    "recently", "in the past", "the past", "formerly", "previously", "in recent times", "recent", "earlier", "lately",
    "long ago", "once",
)  # fmt: skip
FUTURE = ("soon", "in the future", "the future", "later", "in the near future", "the near future", "shortly")
SETS = {
    "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q", "annually": "P1Y", "annual": "P1Y",
    "yearly": "P1Y", "hourly": "PT1H", "nightly": "P1D",
}  # fmt: skip


def number_of(words: str) -> float | None:
    """The number that words or digits stand for: "three", "twenty-one", "12", "half a"; ``None`` for none."""
    plain = words.strip().replace(",", "")
    if plain.replace(".", "", 1).isdigit():
        return float(plain)
    if plain in {"a", "an", "one", "a single"}:
        return 1.0
    if plain in {"half a", "half an", "a half"}:
        return 0.5
    if plain in _UNDER_TWENTY:
        return float(_UNDER_TWENTY.index(plain))
    ten, _, one = plain.replace(" ", "-").partition("-")
    if ten in _TENS and (not one or one in _UNDER_TWENTY[1:10]):
        return 20.0 + 10 * _TENS.index(ten) + (_UNDER_TWENTY.index(one) if one else 0)
    return None


def ordinal_of(words: str) -> int | None:
    """The number that an ordinal stands for: "19th", "third"; ``None`` for none."""
    if words in ORDINALS:
        return ORDINALS[words]
    digits = words.rstrip("stndrh")
    return int(digits) if digits.isdigit() else None


def duration(number: float | None, unit: str) -> str:
    """A duration of TIMEX3; of a number that is not said (``None``) an X."""
    if unit == "F":
        number, unit = (2 * number if number is not None else None), "W"
    if number == 0.5 and unit in {"Y", "H", "D"}:
        number, unit = {"Y": (6, "M"), "H": (30, "m"), "D": (12, "H")}[unit]
    told = "X" if number is None else f"{number:g}"
    return f"PT{told}{unit.upper()}" if unit in {"S", "m", "H"} else f"P{told}{unit}"
