"""Letters in disguise: lookalikes, signs, flags, pictures, words run together or spelt out."""
