"""Takes lines in chunks of what has arrived, so that many are worked on at once and none waits."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Final

from moderation_common.web.application import MAX_BODY_BYTES

MAX_LINES: Final = 256
"""As many as the engine reads together; more would only make the first answer later."""

MAX_LINE_BYTES: Final = MAX_BODY_BYTES
"""As much as the service takes in one request."""

_AT_ONCE_BYTES: Final = 64 * 1024
"""What a pipe holds; enough for `MAX_LINES` comments of usual length."""


def read_chunks(read: Callable[[int], bytes]) -> Iterator[list[bytes]]:
    """Yield the whole lines that one read has brought, with their ends, `MAX_LINES` at a time.

    `read` gives at most so many bytes as soon as there are any, and none at the end, as `os.read`
    does. It is called only when everything before has been yielded: whoever types gets each line
    back at once, and behind a quick writer the lines gather meanwhile. Of a line that is longer
    than `MAX_LINE_BYTES` one byte more than that is kept, by which it is known; so there is never
    more held than one longest line and one read.
    """
    begun = bytearray()
    while arrived := read(_AT_ONCE_BYTES):
        begun += arrived
        end = begun.rfind(b"\n", len(begun) - len(arrived)) + 1
        lines = io.BytesIO(begun[:end]).readlines()
        del begun[:end]
        for start in range(0, len(lines), MAX_LINES):
            yield lines[start : start + MAX_LINES]
        del begun[MAX_LINE_BYTES + 1 :]
    if begun:
        yield [bytes(begun)]
