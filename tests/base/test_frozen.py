"""`@frozen` does what `@dataclass(frozen=True, slots=True)` does."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

import pytest

from generator.base.frozen import frozen


@frozen
class Small:
    """One field."""

    value: object


@frozen
class Ours:
    """All kinds of fields."""

    name: str
    amount: Decimal = Decimal(0)
    parts: Mapping[str, int] = field(default_factory=dict)
    said: str = field(default="", compare=False)
    hidden: int = field(default=0, repr=False)

    @property
    def shown(self) -> str:
        """What is made of a field."""
        return f"“{self.name}”"


@frozen
class Inner(Ours):
    """Another with a field more."""

    more: int = 1


@dataclass(frozen=True, slots=True)
class Theirs:
    """The same of the standard library."""

    name: str
    amount: Decimal = Decimal(0)
    parts: Mapping[str, int] = field(default_factory=dict)
    said: str = field(default="", compare=False)
    hidden: int = field(default=0, repr=False)


GIVEN: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    (("a",), {}),
    (("a", Decimal(1), {"b": 2}, "said", 3), {}),
    (("a",), {"parts": {"b": 2}, "hidden": 3}),
    ((), {"name": "a", "said": "so"}),
)
WRONG: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((), {}), (("a",), {"name": "b"}), (("a",), {"other": 1}), (("a", 1, {}, "", 0, 1), {}),
)  # fmt: skip


@pytest.mark.parametrize(("values", "named"), GIVEN)
def test_fields_are_filled_and_shown_as_by_the_standard_library(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    """By place, by name, by default, by factory."""
    ours, theirs = Ours(*values, **named), Theirs(*values, **named)
    assert [getattr(ours, one.name) for one in fields(ours)] == [getattr(theirs, one.name) for one in fields(theirs)]
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert Ours.__match_args__ == Theirs.__match_args__
    assert ours.shown == "“a”"


@pytest.mark.parametrize(("values", "named"), WRONG)
def test_wrong_arguments_are_refused(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    """A field without a default, one given twice, one that does not exist, too many."""
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError):
            kind(*values, **named)


def test_what_a_factory_makes_belongs_to_one_object() -> None:
    """A default that can change is not shared."""
    assert Ours("a").parts is not Ours("a").parts


def test_objects_are_equal_where_the_compared_fields_are() -> None:
    """Another class is never equal, a field that is not compared does not count, and equal objects are one key."""
    assert Small("a") == Small("a") != Small("b")
    assert Ours("a", said="so") == Ours("a") != Ours("b")
    other: object = Theirs("a")
    assert Ours("a") != other
    assert Ours("a") != Inner("a")
    assert hash(Small(("a", 1))) == hash(Small(("a", 1)))
    assert {Small(1), Small(1), Small(2)} == {Small(1), Small(2)}
    unknown = Decimal("NaN")
    assert Small(unknown) == Small(unknown)  # as in a tuple, and so in the standard library's


def test_what_has_a_field_that_is_no_key_is_no_key() -> None:
    """As in the standard library."""
    with pytest.raises(TypeError):
        hash(Ours("a"))


def test_nothing_is_changed_added_or_deleted() -> None:
    """Neither a field nor any other attribute."""
    one: Any = Ours("a")
    for name in ("name", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(one, name, "b")
        with pytest.raises(FrozenInstanceError):
            delattr(one, name)
    assert one.name == "a"
    assert not hasattr(one, "__dict__")


def test_objects_are_replaced_copied_and_sent_to_other_processes() -> None:
    """`replace`, `copy` and `pickle` give the same fields, also those that are not compared, also of a subclass."""
    one = Inner("a", Decimal(2), {"b": 3}, "said", 4, 5)
    for other in (replace(one), copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301 our own
        assert other == one
        assert (type(other), other.said, other.more) == (Inner, "said", 5)
    assert replace(one, more=6).more == 6


def test_fields_are_matched_by_place() -> None:
    """`case Small(value)`."""
    match Small("a"):
        case Small(value):
            assert value == "a"
        case _:
            pytest.fail("not matched")
