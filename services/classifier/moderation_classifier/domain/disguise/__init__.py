"""Letters in disguise: lookalikes, signs, flags and words that are run together or spelt out."""
