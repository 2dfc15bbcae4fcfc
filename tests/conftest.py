"""What all tests share: property tests have no deadline, since a shared machine may stop for longer than any honest one."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("torgau", deadline=None)
settings.load_profile("torgau")
