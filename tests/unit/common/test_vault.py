"""Sealing personal text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation_common.errors import ConfigurationError, PermanentError
from moderation_common.vault import Vault


@pytest.fixture
def vault() -> Vault:
    """Give a vault with a key of its own."""
    return Vault.from_text(Vault.generate_key())


def test_sealed_text_opens_for_its_subject(vault: Vault) -> None:
    """What was sealed under a subject's key comes back."""
    key = vault.new_subject_key("facebook/1/9")
    assert (
        vault.open(key, "facebook/1/9", vault.seal(key, "facebook/1/9", "Grüße 🙂")) == "Grüße 🙂"
    )


def test_the_same_text_never_looks_the_same_twice(vault: Vault) -> None:
    """Equal texts cannot be recognised from what is stored."""
    key = vault.new_subject_key("a")
    assert vault.seal(key, "a", "hello") != vault.seal(key, "a", "hello")


def test_text_of_one_subject_does_not_open_for_another(vault: Vault) -> None:
    """A row moved to another subject is refused, not shown as theirs."""
    key = vault.new_subject_key("a")
    sealed = vault.seal(key, "a", "hello")
    with pytest.raises(PermanentError, match="altered"):
        vault.open(key, "b", sealed)


def test_a_key_is_useless_under_another_master_key(vault: Vault) -> None:
    """A copy of the database without the master key gives nothing away."""
    key = vault.new_subject_key("a")
    sealed = vault.seal(key, "a", "hello")
    other = Vault.from_text(Vault.generate_key())
    with pytest.raises(PermanentError):
        other.open(key, "a", sealed)


@given(position=st.integers(min_value=0, max_value=32), bit=st.integers(min_value=0, max_value=7))
def test_any_changed_bit_is_noticed(position: int, bit: int) -> None:
    """Sealed text is authenticated from its first byte to its last."""
    vault = Vault(bytes(32))
    key = vault.new_subject_key("a")
    sealed = bytearray(vault.seal(key, "a", "hello"))
    sealed[position] ^= 1 << bit
    with pytest.raises(PermanentError):
        vault.open(key, "a", bytes(sealed))


@pytest.mark.parametrize("text", ["", "short", "no base 64 at all!"])
def test_a_wrong_master_key_is_refused_with_what_to_do(text: str) -> None:
    """A key of the wrong length or form stops the start."""
    with pytest.raises(ConfigurationError, match="32"):
        Vault.from_text(text)
