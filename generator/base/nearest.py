"""The word that somebody meant: the nearest of the words that are allowed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

# Traditional characters (繁体) of the words of the schema; a text is compared after this change.
_SIMPLE = str.maketrans(
    "額類單門項編碼稱購標說資產數價規質繳結轉經濟級據責構設釋詞體區劃別綜務營補屬歷歲應專開機運費樣總預屆關執",
    "额类单门项编码称购标说资产数价规质缴结转经济级据责构设释词体区划别综务营补属历岁应专开机运费样总预届关执",
)
_SIMILAR = 0.5
_LONGEST = 100  # characters of a word; what is longer is no slip of the pen, and slow to compare


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Give the allowed word that is most like `word` (simplified, without white space), or an empty text."""
    words = [one for one in allowed if len(one) <= _LONGEST]
    if len(word) > _LONGEST:
        return ""
    plain = "".join(word.split()).translate(_SIMPLE)
    if plain in words:
        return plain
    close = get_close_matches(plain, words, n=1, cutoff=_SIMILAR)
    if close:
        return close[0]
    return next((one for one in words if plain and (plain in one or one in plain)), "")
