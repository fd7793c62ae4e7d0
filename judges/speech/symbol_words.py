"""English words that stand for symbols of a code."""

from collections.abc import Mapping

NATO = (
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet",
    "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango",
    "uniform", "victor", "whiskey", "xray", "yankee", "zulu",
)  # fmt: skip
"""The spelling alphabet of ICAO and NATO."""

LETTERS: Mapping[str, str] = {
    **{word: word[0].upper() for word in NATO},
    "alfa": "A", "juliett": "J", "whisky": "W",
    "bee": "B", "cee": "C", "dee": "D", "eff": "F", "gee": "G", "aitch": "H", "jay": "J",
    "kay": "K", "ell": "L", "em": "M", "en": "N", "pee": "P", "cue": "Q", "ess": "S", "tee": "T",
    "vee": "V", "ex": "X", "wye": "Y", "zed": "Z", "zee": "Z",
}  # fmt: skip
"""Names of letters, none of which is a common word."""

NUMBERS: Mapping[str, str] = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9", "ten": "10",
    "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
TENS: Mapping[str, str] = {
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90",
}  # fmt: skip
TIMES: Mapping[str, int] = {"double": 2, "triple": 3, "treble": 3}

MARKS = frozenset({"dash", "hyphen", "slash", "minus", "stroke", "dot", "point", "underscore"})
"""Separators, which a code does not count."""
ANNOUNCING = frozenset({"code", "number", "model", "part", "item", "product", "article", "please"})
"""Words that may stand right before a code. A V is misheard as ``the`` and an S as ``it's``, so
these may not."""
BEFORE = ANNOUNCING | {"the", "is", "it's", "its", "this", "that", "my"}
"""Words of a phrase that may stand before a code, as ``the code is``."""
AFTER = frozenset({"please", "thanks"})
"""Words that may stand after a code, beside ``thank you``. By itself ``you`` is a U misheard."""
