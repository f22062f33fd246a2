"""One cause, one finding: what follows from an error is said in it, or left out, and nothing else is."""

from generator.commands.catalogue import topics
from generator.findings.causes import without_consequences
from generator.findings.finding import Kind, Place, Severity

CAUSE = Kind("S902", "原因")
ERROR = Kind("S901", "结果", follows=("S902",))
WARNING = Kind("B901", "结果", Severity.WARNING, follows=("S902",))
PLACE = Place("甲.yaml", 1, 1)


def test_an_error_that_follows_is_said_in_the_message_of_its_cause() -> None:
    cause = CAUSE.at(PLACE, "没有“丙”这个键。", path=("项目", 0, "丙"))
    (one,) = without_consequences([ERROR.at(PLACE, "缺少“乙”。", path=("项目", 0)), cause])
    assert (one.code, one.message) == ("S902", "没有“丙”这个键。缺少“乙”。")


def test_a_warning_that_follows_is_left_out() -> None:
    cause = CAUSE.at(PLACE, "甲。", path=("上年数", "丙"))
    assert without_consequences([WARNING.at(PLACE, "乙。", path=("上年数",)), cause]) == (cause,)


def test_what_stands_elsewhere_or_has_no_error_as_its_cause_stays() -> None:
    cause = CAUSE.at(PLACE, "甲。", path=("项目", 0, "支出", 1, "丙"))
    other = ERROR.at(PLACE, "乙。", path=("项目", 0))  # of the project, not of its line
    elsewhere = ERROR.at(Place("乙.yaml", 1, 1), "乙。")  # of another file's top
    top = CAUSE.at(PLACE, "甲。", path=("丙",))
    hint = Kind("S902", "原因", Severity.HINT).at(PLACE, "甲。", path=("项目", 0, "丙"))
    for found in ([cause, other], [top, elsewhere], [hint, other]):
        assert without_consequences(found) == tuple(found)


def test_every_code_that_a_kind_follows_is_that_of_an_error() -> None:
    severities = {topic.kind.code: topic.kind.severity for topic in topics()}
    for topic in topics():
        assert all(severities.get(code) is Severity.ERROR for code in topic.kind.follows), topic.kind.code
