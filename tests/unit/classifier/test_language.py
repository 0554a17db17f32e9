"""Which texts are taken for English and which are named as something else."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.language import recognise_language


@pytest.mark.parametrize(
    "text,language",
    [
        ("Gdzie mogę się zarejestrować do lekarza, proszę o pomoc", "Polish"),
        ("¿Dónde está el hospital? Necesito ayuda para mi madre", "Spanish"),
        ("Bonjour, je ne suis pas satisfait du service dans cet hôpital", "French"),
        ("Ich habe seit drei Wochen auf den Termin gewartet und bin nicht zufrieden", "German"),
        ("Unde este spitalul si cum pot sa fac o programare va rog", "Romanian"),
        ("мне нужна помощь врача", "Russian, Ukrainian or Bulgarian"),
        ("میں ہسپتال کیسے پہنچوں؟", "Arabic or Urdu"),
        ("ਮੈਨੂੰ ਮਦਦ ਚਾਹੀਦੀ ਹੈ", "Punjabi"),
        ("我需要帮助预约医生", "Chinese"),
    ],
)
def test_another_language_is_named(text: str, language: str) -> None:
    """Script or common words give the language away."""
    assert recognise_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍👍👍",
        "Gracias!",
        "thx",
        "Fantastic service from the team at Llandudno",
        "Completely satisfied",
        "My café order was late, très bad",
        "@user https://www.nhs.uk/la-la-la",
        "Sometimes late, sometimes quick",
        "Nurse Agnieszka was brilliant, dziękuję",
    ],
)
def test_english_short_and_mixed_texts_are_not_held_up(text: str) -> None:
    """Too little evidence counts as English."""
    assert recognise_language(text) == "English"
