"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile(
    "slow machines", deadline=None
)  # a time says something of the machine, nothing of the program
settings.load_profile("slow machines")
