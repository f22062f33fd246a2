"""Values that never change: `@frozen` makes a class with fields, as `@dataclass(frozen=True, slots=True)` does.

The standard library compiles six functions for each class, which was a tenth of all that `budget check` did. Here
`__init__` alone is compiled, and fills the slots faster than the standard library's; the rest stands once for all.
`field`, `fields` and `replace` work as ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

FrozenType = TypeVar("FrozenType")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(plain: type[FrozenType]) -> type[FrozenType]:
    """Make a class whose objects have these fields and no others; they are equal where the fields are, and keyable."""
    plain.__doc__ = plain.__doc__ or plain.__name__  # else the standard library asks for the signature
    cls: Any = dataclass(init=False, repr=False, eq=False, slots=True)(plain)
    values = _values(tuple(one.name for one in fields(cls) if one.compare))

    def equals(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    cls.__init__, cls.__eq__, cls.__hash__ = _init_of(cls), equals, lambda self: hash(values(self))
    cls.__repr__, cls.__reduce__, cls.__setattr__, cls.__delattr__ = _shown, _parts, _refused, _refused
    return cls  # type: ignore[no-any-return]


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of these fields as a tuple, which `attrgetter` does of two and more."""
    return attrgetter(*names) if len(names) > 1 else lambda one: tuple(getattr(one, name) for name in names)


def _init_of(cls: Any) -> Callable[..., None]:
    """Compile `__init__`, which fills the slots past `__setattr__`."""
    head, body = ["self"], ["pass"]
    known: dict[str, Any] = {"MISSING": MISSING}
    for one in fields(cls):
        name, given = one.name, one.name
        known |= {f"put_{name}": getattr(cls, name).__set__, f"make_{name}": one.default_factory}
        if one.default_factory is not MISSING:
            given = f"make_{name}() if {name} is MISSING else {name}"
        default = MISSING if one.default_factory is not MISSING else one.default
        known[f"usual_{name}"] = default
        optional = default is not MISSING or given != name
        head.append(f"{name}=usual_{name}" if optional else name)
        body.append(f"put_{name}(self, {given})")
    exec(f"def __init__({', '.join(head)}):\n " + "\n ".join(body), known)  # noqa: S102 names of fields of the program
    made: Callable[..., None] = known["__init__"]
    return made


def _shown(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({shown})"


def _parts(self: Any) -> tuple[type, tuple[Any, ...]]:
    """Give what it is made of again, in another process or as a copy."""
    return type(self), tuple(getattr(self, one.name) for one in fields(self))


def _refused(self: Any, name: str, _value: object = None) -> None:
    raise FrozenInstanceError(f"cannot change field {name!r} of {type(self).__qualname__}")
