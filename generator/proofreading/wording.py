"""Wording (文字): pieces that were put together read as one sentence, and nothing of a template or a blank is left.

What was typed in one place is read by the checks of the budget; here it is the joints, and the pack's own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from generator.base import late
from generator.checks.brackets import faults as bracket_faults
from generator.checks.common import around
from generator.checks.doubled_words import doubled
from generator.checks.placeholders import UNFILLED_WORDS
from generator.findings.finding import Kind, Severity
from generator.proofreading.sentences import Flaw, Sentence

JOINT = Kind(
    "D501",
    "句子没有接好",
    Severity.WARNING,
    "填进句子的话和模板的话接在一起，标点连用、字词重复，或者括号、引号只有一半。",
)
UNFINISHED = Kind(
    "D502",
    "成文里有没写完的话",
    Severity.WARNING,
    "成文里有模板的标记（{{、{%）、占位的符号，或者“主要原因是”后面什么也没有。",
)

_STOPS = late.compile("[，。；：、！？,;][，。；：、,;]+|^[，。；：、]|[（(][，。；：、]|[，；、][）)]")
_RESIDUE = late.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛[%％]|[%％]｝")
_LEAD_IN = late.compile(
    "(?:原因[是为]|主要[是为]|主要用于|用于|主要包括)(?:[：:]?(?=[，。；,;）])|$)"
)  # a list may follow “：”
_RATHER = "请改正填进去的话，或者模板的这一句。"


def faults(sentence: Sentence) -> Iterator[Flaw]:
    """Find what is wrong with the words of a sentence."""
    for found in _RESIDUE.finditer(sentence.text):
        message = f"{around(sentence.text, *found.span())}里有模板的标记“{found[0]}”。"
        yield Flaw(UNFINISHED, sentence, *found.span(), message, "预算里的话不算式子，请直接写内容。")
        break
    if all(run.origins and not run.figure for run in sentence.runs):
        return  # typed as it stands
    told = -1
    for kind, start, end, what in sorted(_found(sentence.text), key=itemgetter(1)):
        if start > told and not sentence.within_one_text(start, end):
            told = end  # what adjoins it is the same defect
            yield Flaw(kind, sentence, start, end, f"{around(sentence.text, start, end)}：{what}。", _RATHER)


def _found(text: str) -> Iterator[tuple[Kind, int, int, str]]:
    for found in _STOPS.finditer(text):
        yield JOINT, *found.span(), f"标点“{found[0]}”不应当在这里"
    for found in doubled(text):
        yield JOINT, *found.span(), f"“{found[0]}”写重了"
    for kind, index, _ in bracket_faults(text):
        yield JOINT, index, index + 1, f"“{text[index]}”{kind.name}"
    for found in _LEAD_IN.finditer(text):  # with what follows, which may be all that was typed
        yield UNFINISHED, found.start(), found.end() + 1, f"“{found[0]}”后面没有内容"
    for found in UNFILLED_WORDS.finditer(text):
        yield UNFINISHED, *found.span(), f"“{found[0]}”还没有填写"
