"""Lines come out of any arrival whole."""

from __future__ import annotations

import io
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from moderation_local.arrivals import MAX_LINES, read_chunks

BITS = st.sampled_from(
    [b"\n", b"\r", b"\r\n", b"\x0b", b"\x00", b"{}", "é\u2028".encode(), b"\n\n"]
)
MANY = st.integers(0, 3 * MAX_LINES).map(lambda lines: b"a\n" * lines)


@given(st.lists(st.lists(BITS | MANY, min_size=1).map(b"".join).filter(bool), max_size=8))
def test_however_lines_arrive_they_are_the_same(arrivals: Sequence[bytes]) -> None:
    """None is torn, lost or doubled, and no chunk is empty or larger than it may be."""
    arriving = iter(arrivals)
    chunks = list(read_chunks(lambda _: next(arriving, b"")))
    lines = [line for chunk in chunks for line in chunk]
    assert lines == io.BytesIO(b"".join(arrivals)).readlines()
    assert all(0 < len(chunk) <= MAX_LINES for chunk in chunks)
