"""How often Python looks for cycles of objects that nothing else holds: at its own pace that is a sixth of the time."""

from __future__ import annotations

import gc

OBJECTS = 50_000  # between two collections: a document makes many that live until it is written, and hardly any cycle


def collect_seldom() -> None:
    """Look for cycles seldom, in this process; one that is begun anew (not forked) has to say so itself."""
    gc.set_threshold(OBJECTS)
