"""The reason that whoever changes what the machine does gives for it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from moderation_common.web.storable import refuse_unstorable

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=500),
    AfterValidator(refuse_unstorable),
]
"""Why, for those who read the record, in more than blanks; no text of a comment."""
