"""The reason that whoever changes what the machine does gives for it."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]
"""Why, for those who read the record, in more than blanks; no text of a comment."""
