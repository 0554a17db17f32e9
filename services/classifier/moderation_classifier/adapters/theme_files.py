"""Reads the list of topics and the words that name none: YAML under `themes/`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from moderation_classifier.adapters.known_words import load_packaged_words
from moderation_classifier.adapters.rule_files import expand_phrases
from moderation_classifier.domain.languages.common_words import ENGLISH_WORDS
from moderation_classifier.domain.personal_data.name_list import (
    FIRST_NAMES,
    NAMES_LIKE_WORDS,
    SURNAMES,
)
from moderation_classifier.domain.themes.topics import Topic, TopicId, TopicList
from moderation_classifier.domain.themes.wording import Vocabulary
from moderation_common.errors import ConfigurationError

_FIELDS = frozenset({"id", "name", "phrases", "patterns", "unless"})


def load_packaged_topics() -> TopicList:
    """Return the topics that ship with the service; raises as `load_topics` does."""
    return load_topics(files("moderation_classifier") / "themes" / "topics.yaml")


def load_topics(file: Traversable) -> TopicList:
    """Return the topics of a file.

    Raises `ConfigurationError` naming the topic, what is wrong and how to mend it.
    """
    content = _read(file)
    topics: dict[str, Topic] = {}
    try:
        version, terms = str(content["version"]), dict(content["terms"])
        figures = tuple(map(str, content.get("figures", ())))
        for written in content["topics"]:
            topic = _topic(written)
            if topic.id in topics:
                msg = f"{file.name}: the topic '{topic.id}' stands twice; give each its own id."
                raise ConfigurationError(msg)
            topics[topic.id] = topic
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{file.name} is wrong ({error}); see the head of the packaged file for its form."
        raise ConfigurationError(msg) from error
    return TopicList(topics.values(), version=version, terms=terms, figures=figures)


def load_vocabulary(topics: TopicList) -> Vocabulary:
    """Return the packaged words with which phrases are told from names.

    Raises `ConfigurationError` when there are none to read.
    """
    content = _read(files("moderation_classifier") / "themes" / "wording.yaml")
    words = {name: frozenset(str(content[name]).split()) for name in content}
    # A surname that is a word, too, may stand behind an article.
    names = FIRST_NAMES | NAMES_LIKE_WORDS | (SURNAMES - words["surnames"])
    return Vocabulary(
        stopwords=words["stopwords"],
        names=names,
        titles=words["titles"],
        known=topics.words - names,
        words=(load_packaged_words() | ENGLISH_WORDS | words["words"] | words["surnames"]) - names,
        surnames=words["surnames"],
        articles=words["articles"],
    )


def _topic(written: Mapping[str, Any]) -> Topic:
    unknown = set(written) - _FIELDS
    if unknown:
        msg = f"topic {written.get('id')}: unknown field {sorted(unknown)}"
        raise ValueError(msg)
    phrases = [
        phrase for line in written.get("phrases", ()) for phrase in expand_phrases(str(line))
    ]
    return Topic(
        id=TopicId(str(written["id"])),
        name=str(written["name"]),
        phrases=tuple(dict.fromkeys(phrases)),
        patterns=tuple(map(str, written.get("patterns", ()))),
        unless=tuple(map(str, written.get("unless", ()))),
    )


def _read(file: Traversable) -> Mapping[str, Any]:
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        msg = f"{file.name} cannot be read ({error}); mend or restore it."
        raise ConfigurationError(msg) from error
    if not isinstance(content, dict):
        raise ConfigurationError(f"{file.name} holds no mapping; mend or restore it.")
    return content
