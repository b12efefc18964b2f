"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples in every CI run, so that a change fails it only by its own fault; new ones on every other run.
settings.register_profile("packgen", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("packgen")
