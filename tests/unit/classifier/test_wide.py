"""The wide half of the encoder: what hashed tokens and pairs of them say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from moderation_classifier.adapters.windows import Window
from training.encoder_rows import ENCODED, EncoderRow
from training.wide import HASHES, PLACES, extract, fit_wide, places

_OPENS, _CLOSES = 101, 102
_HARM, _PLAIN = 2_001, 2_002


def window(*tokens: int, context: tuple[int, ...] = ()) -> Window:
    """Return a comment of these tokens between its marks, and what it answers."""
    own = (_OPENS, *tokens, _CLOSES)
    return Window(ids=(*own, *context), own=len(own), starts=())


def row(target: float) -> EncoderRow:
    """Return a row with the same target for every label."""
    targets = np.full(len(ENCODED), target, dtype=np.float32)
    return EncoderRow("a.txt", "words", "", targets, 1.0)


def scores(table: npt.NDArray[np.float32], *tokens: int) -> npt.NDArray[np.float32]:
    """Return what the table says of a comment."""
    (found,) = extract([window(*tokens)]).dot(table)
    return np.asarray(found, dtype=np.float32)


def test_a_token_counts_alone_with_the_next_and_with_the_one_after() -> None:
    """Three kinds of features; the two tokens of a pair are told apart."""
    features = extract([window(5, 6), window(6, 5)])
    assert features.shape == (2, PLACES)
    assert features[0].nnz == 4 + 3 + 2
    assert (features[0] != features[1]).nnz > 0


def test_a_long_comment_says_no_more_than_a_short_one() -> None:
    """The features of a comment have one length together, however many they are."""
    features = extract([window(7), window(*range(1_000, 1_060))])
    assert np.allclose(features.multiply(features).sum(axis=1), 1.0, atol=0.1)


def test_what_a_comment_answers_does_not_count() -> None:
    """Nobody is judged by the words of others."""
    alone, under = extract([window(5, 6), window(5, 6, context=(7, 8, _CLOSES))])
    assert (alone != under).nnz == 0


def test_every_feature_has_its_place_in_the_table() -> None:
    """Also of the highest token ids."""
    ids = np.arange(30_522)
    for how in range(len(HASHES)):
        found = places(ids, ids[::-1], how)
        assert found.min() >= 0
        assert found.max() < PLACES


def test_it_learns_from_what_author_and_annotator_agree_on() -> None:
    """A token of the positive rows counts for a label; where two differ nothing is learnt."""
    rows = [row(1.0), row(0.0), row(0.5)] * 20
    windows = [window(_HARM, 9), window(_PLAIN, 9), window(_PLAIN, 9)] * 20
    table = fit_wide(rows, windows)
    assert table.shape == (PLACES, len(ENCODED))
    assert (scores(table, _HARM) > scores(table, _PLAIN)).all()


def test_of_a_label_that_is_never_true_nothing_is_learnt() -> None:
    """As in a rehearsal on few rows: the other labels are fitted all the same."""
    never = EncoderRow("a.txt", "words", "", np.array([0.0, *[1.0] * (len(ENCODED) - 1)]), 1.0)
    table = fit_wide([never, row(0.0)] * 20, [window(_HARM, 9), window(_PLAIN, 9)] * 20)
    assert not table[:, 0].any()
    assert (scores(table, _HARM)[1:] > scores(table, _PLAIN)[1:]).all()
