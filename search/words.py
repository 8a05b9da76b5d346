"""What counts as a word, and when two words are the same: the one reading of text that the index, its queries and
highlighting share.

Case and accents do not matter ("Café" is "cafe"), English endings do not ("limits" is "limit").
"""

import re
import unicodedata
from functools import lru_cache

from whoosh.lang.porter2 import stem as porter2_stem

# Letters and digits of any script; an apostrophe inside a word belongs to it.
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

# Words that carry little meaning in running text. Names are indexed with them ("Will May"), see `engines/whoosh`.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it
        its may more most must my no not of on one or our out she should so some such than that the their them then
        there these they this those to up us was we were what when where which who why will with would you your
        """,
    )
)


class _Folding(dict):
    """Maps each character to one lower-case character without accent, so that positions stay what they were."""

    def __missing__(self, code):
        char = chr(code)
        base = unicodedata.normalize("NFKD", char)
        folded = base[0].lower() if base and all(map(unicodedata.combining, base[1:])) else char.lower()
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_FOLDING = _Folding({ord("’"): "'", ord("ß"): "s", ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l"})


def composed(text):
    """The text with each accented letter as one character: what `fold` keeps the length of."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text):
    """Lower case, accents and typographic apostrophes taken off; as long as the (composed) text itself."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


@lru_cache(maxsize=100_000)
def stem(word):
    """The English stem of a folded word ("progresses" → "progress")."""
    return porter2_stem(word)


def words(text):
    """The folded words of a text in order, unstemmed."""
    return WORD.findall(fold(composed(text)))


def query_words(text, limit):
    """At most `limit` different folded words of what somebody typed, in order; the rest is not looked for."""
    return list(dict.fromkeys(words(text[: limit * 50])))[:limit]


def telling(typed):
    """Those of some folded words that carry meaning, or all of them where none does."""
    return [word for word in typed if word not in STOP_WORDS] or list(typed)
