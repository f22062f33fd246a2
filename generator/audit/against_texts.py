"""Sentences of a document against those of the budget's own: changed, lacking, and more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from generator.audit.master import TEMPLATE
from generator.base.frozen import frozen
from generator.differences.wording import SAME, compared
from generator.findings.finding import Place
from generator.grids.grid import Passage
from generator.recognition.patterns import tight, unnumbered

_SENTENCE = re.compile("[^。！？；]*[。！？；]|[^。！？；]+")
_ALIKE = 0.6  # of the characters of two sentences, if one is the other with an edit
_MOST = 250_000  # pairs of sentences that are compared
_OWN_FORM = 0.5  # of the budget's sentences, which stand in a document of its form
_LONGEST = 400  # characters by which sentences are compared
_AROUND = 8  # characters beside a change
_DIGITS = re.compile("[0-9，.]+")


@frozen
class OneSentence:
    """A sentence as it is compared: its words without white space, its number and its paragraph's, and its place."""

    text: str
    number: int
    paragraph: int
    place: Place


@dataclass(slots=True)
class OtherText:
    """A paragraph that differs: the sentences of the document that the budget has not, and the reverse.

    `place` is where it stands in the document, nowhere if all of it lacks; `more` says that the budget has none of it.
    """

    place: Place | None
    more: bool = False
    printed: list[OneSentence] = field(default_factory=list)
    expected: list[OneSentence] = field(default_factory=list)

    @property
    def only_figures(self) -> bool:
        """Whether nothing but digits differs."""
        return _masked(self.printed) == _masked(self.expected)

    def __str__(self) -> str:
        return "".join(one.text for one in self.printed or self.expected)


@frozen
class ComparedTexts:
    """The running text of one document: what differs, and how many sentences could not be compared."""

    others: tuple[OtherText, ...]
    same: int
    left: int = 0  # the form's own sentences that are not there, in a document in other words
    more: int = 0  # sentences of such a document that are not the budget's
    own_form: bool = True


@dataclass(slots=True)
class _Matching:
    """Sentences while they are matched: what is left of both, and which paragraph is which."""

    own: list[OneSentence]
    other: list[OneSentence]
    paragraphs: dict[int, OneSentence] = field(default_factory=dict)  # of the budget's document → one of the other

    def take(self, own: OneSentence, other: OneSentence) -> None:
        """Say that two sentences are one."""
        self.paragraphs.setdefault(other.paragraph, own)


def compare_texts(printed: Iterable[Passage], wanted: Iterable[Passage], aside: Iterable[str] = ()) -> ComparedTexts:
    """Compare paragraphs by sentences, wherever they stand; the places of `wanted` are those of the budget.

    In a document that is written in other words only texts that the budget has typed are looked for, in one without
    running text (a workbook) none. `aside` are words that may stand anywhere: titles and lines of tables.
    """
    left = _Matching(list(_sentences(printed)), list(_sentences(wanted)))
    count = len(left.other)
    _take_equal(left)
    _take_pieced(left, {tight(one) for one in aside})
    same = count - len(left.other)
    pairs = _take_alike(left)
    if not same and not pairs:
        return ComparedTexts((), 0, len(left.other), len(left.own))
    own_form = same + len(pairs) >= _OWN_FORM * count
    if own_form:
        own = [*left.own, *(one for one, _ in pairs)]
        return ComparedTexts(tuple(_others(own, [*left.other, *(two for _, two in pairs)], left.paragraphs)), same)
    typed = [one for one in left.other if one.place != TEMPLATE]
    changed = [(one, two) for one, two in pairs if two.place != TEMPLATE]
    expected = [*typed, *(two for _, two in changed)]
    others = tuple(_others([one for one, _ in changed], expected, left.paragraphs))
    return ComparedTexts(
        others, same, len(left.other) - len(typed) + len(pairs) - len(changed), len(left.own), own_form
    )


def difference(one: OtherText) -> str:
    """Say in words what differs between two wordings of a paragraph."""
    pieces = compared("".join(each.text for each in one.expected), "".join(each.text for each in one.printed))
    words = []
    for number, piece in enumerate(pieces):
        if piece.sort == SAME:
            head = "" if number == 0 else piece.text[:_AROUND]
            tail = "" if number == len(pieces) - 1 else piece.text[-_AROUND:]
            whole = head and tail and len(piece.text) <= 2 * _AROUND
            words.append(piece.text if whole else f"{head}……{tail}" if head and tail else head or tail)
        else:
            words.append(f"［{piece.sort}：{piece.text}］")
    return "".join(words)


def _sentences(passages: Iterable[Passage]) -> Iterator[OneSentence]:
    number = 0
    for paragraph, passage in enumerate(passages):
        for text in _SENTENCE.findall(unnumbered(tight(passage.text))):
            yield OneSentence(text, number, paragraph, passage.place)
            number += 1


def _take_equal(left: _Matching) -> None:
    """Take the sentences that both have, as often as both have them."""
    waiting: dict[str, list[OneSentence]] = {}
    for two in reversed(left.other):
        waiting.setdefault(two.text, []).append(two)
    rest, gone = [], set()
    for one in left.own:
        same = waiting.get(one.text)
        if same:
            two = same.pop()
            left.take(one, two)
            gone.add(id(two))
        else:
            rest.append(one)
    left.own, left.other = rest, [two for two in left.other if id(two) not in gone]


def _take_pieced(left: _Matching, aside: set[str]) -> None:
    """Take short lines that stand together on one side and apart on the other, and words of tables."""
    for one in list(left.own):
        pieces = _pieces(one.text, left.other, aside)
        if pieces is not None:
            left.own = [other for other in left.own if other is not one]
            left.other = [two for two in left.other if not any(two is piece for piece in pieces)]
    for two in list(left.other):
        pieces = _pieces(two.text, left.own, aside)
        if pieces is not None:
            left.other = [other for other in left.other if other is not two]
            left.own = [one for one in left.own if not any(one is piece for piece in pieces)]


def _pieces(text: str, every: Sequence[OneSentence], aside: set[str]) -> list[OneSentence] | None:
    """Find the sentences of which a text is made, words that may stand anywhere aside; None if it is not."""
    if not text or text in aside:
        return []
    for one in every:
        if text.startswith(one.text):
            rest = _pieces(text[len(one.text) :], [two for two in every if two is not one], aside)
            if rest is not None:
                return [one, *rest]
    for word in aside:
        if word and text.startswith(word) and _pieces(text[len(word) :], every, aside) is not None:
            return _pieces(text[len(word) :], every, aside)
    return None


def _take_alike(left: _Matching) -> list[tuple[OneSentence, OneSentence]]:
    """Take the sentences that are most alike, as pairs."""
    if len(left.own) * len(left.other) > _MOST:
        return []
    scored = [
        (-score, j, i)
        for j, two in enumerate(left.other)
        for i, one in enumerate(left.own)
        if (score := _likeness(one, two))
    ]
    taken: dict[int, int] = {}
    for _, j, i in sorted(scored):
        if j not in taken and i not in taken.values():
            taken[j] = i
    pairs = [(left.own[i], left.other[j]) for j, i in sorted(taken.items())]
    for one, two in pairs:
        left.take(one, two)
    left.own = [one for i, one in enumerate(left.own) if i not in taken.values()]
    left.other = [two for j, two in enumerate(left.other) if j not in taken]
    return pairs


def _likeness(one: OneSentence, other: OneSentence) -> float:
    matcher = SequenceMatcher(None, one.text[:_LONGEST], other.text[:_LONGEST], autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _others(
    own: Iterable[OneSentence], other: Iterable[OneSentence], paragraphs: Mapping[int, OneSentence]
) -> Iterator[OtherText]:
    """Put together what differs in one paragraph, in the order of the document; then what lacks as a whole."""
    found: dict[int, OtherText] = {}
    known = {one.paragraph for one in paragraphs.values()}
    for one in sorted(own, key=lambda one: one.number):
        text = found.setdefault(one.paragraph, OtherText(one.place, one.paragraph not in known))
        text.printed.append(one)
    lacking: dict[int, OtherText] = {}
    for two in sorted(other, key=lambda two: two.number):
        same = paragraphs.get(two.paragraph)
        if same is None:
            lacking.setdefault(two.paragraph, OtherText(None)).expected.append(two)
        else:
            found.setdefault(same.paragraph, OtherText(same.place)).expected.append(two)
    yield from (found[at] for at in sorted(found))
    yield from lacking.values()


def _masked(every: Sequence[OneSentence]) -> str:
    return "".join(_DIGITS.sub("0", one.text) for one in every)
