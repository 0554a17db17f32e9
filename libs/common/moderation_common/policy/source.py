"""Reads a YAML file into plain values and remembers on which line each of them stands.

Deliberately less than YAML: no tags, no aliases, no merge keys, no repeated keys, and only `true`
and `false` are truth values, so that `no` or `17:00` mean what they look like.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from moderation_common.policy.problems import Location, PolicyProblem

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML built without libyaml, which is slower only
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Place = tuple[int, int]
"""Line and column, both counted from one."""

NOWHERE: Final[Place] = (0, 0)

_MAX_BYTES: Final = 1_000_000
"""A pack is some tens of kilobytes; anything near this is not a pack."""
_MAX_OPEN: Final = 50
"""Lists and mappings within each other; a pack has fewer than ten."""

# Python refuses to read a whole number of some thousands of digits; no number here is that long.
_INTEGER: Final = re.compile(r"-?(0|[1-9]\d{0,99})")
_DECIMAL: Final = re.compile(r"-?\d{1,100}\.\d+")
_MERGE_TAG: Final = "tag:yaml.org,2002:merge"


class _TooDeepError(ValueError):
    """A text opens more within each other than any pack does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyText:
    """A file's content as plain values, with the place of each."""

    file: Path
    content: object
    """None when the file cannot be read at all."""
    problems: tuple[PolicyProblem, ...]
    places: Mapping[Location, Place]
    sha256: str
    """Of the bytes that were read, in hexadecimal; empty when there were none."""

    @property
    def content_sha256(self) -> str:
        """Of the values, in hexadecimal: the same whatever the remarks and the order of fields.

        Not of the models made of them: what a release adds to these must not change it.
        """
        canonical = json.dumps(self.content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def problem(self, location: Location, message: str, *, mend: str) -> PolicyProblem:
        """Return a problem with a value of this text, at its place or the nearest around it."""
        line, column = next(
            (
                self.places[location[:length]]
                for length in range(len(location), -1, -1)
                if location[:length] in self.places
            ),
            NOWHERE,
        )
        return PolicyProblem(
            file=self.file,
            line=line,
            column=column,
            location=location,
            message=message,
            mend=mend,
            organisation=_organisation_in(self.content),
        )


def read_policy_text(file: Path, text: str | None = None) -> PolicyText:
    """Read a file, or `text` in its stead; whatever is wrong with it stands in `problems`."""
    reader = _Reader(file)
    content: object = None
    sha256 = ""
    try:
        raw = _read_file(file) if text is None else text.encode(errors="surrogatepass")
        sha256 = hashlib.sha256(raw).hexdigest()
        text = raw.decode() if text is None else text
        _refuse_deep(text)
        root = yaml.compose(text, Loader=_Loader)
        if isinstance(root, MappingNode):
            content = reader.read(root, ())
        else:
            reader.refuse(
                "the file holds no fields",
                mend="begin with version, effective_from and organisation",
            )
    except OSError as error:
        reason = error.strerror or str(error)
        reader.refuse(f"the file cannot be read: {reason}", mend="check its path and permissions")
    except UnicodeDecodeError:
        reader.refuse("the file is not UTF-8 text", mend="save it as UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reader.refuse(
            f"this is not YAML: {error.problem or 'it cannot be parsed'}",
            mend="check the indentation, quotes and colons here and on the line before",
            # At the end of the file the parser points one line too far.
            place=(min(mark.line + 1, _count_lines(text)), mark.column + 1) if mark else NOWHERE,
        )
    except yaml.YAMLError:
        reader.refuse("the file holds control characters", mend="remove them")
    except (_TooDeepError, RecursionError):
        # What is named and named again lies deeper than it is written.
        reader.refuse("the file is nested too deeply", mend="write it as the schema shows")
    return PolicyText(
        file=file,
        content=content,
        problems=tuple(reader.problems),
        places=reader.places,
        sha256=sha256,
    )


def _refuse_deep(text: str) -> None:
    """Raise `_TooDeepError` for a text that is too deep to be composed.

    The composer calls itself for each level and is compiled, so that no `RecursionError` stops it:
    it runs out of stack, and the whole process ends. The parser, which is asked here, only counts.
    """
    still_open = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, CollectionStartEvent):
            still_open += 1
            if still_open > _MAX_OPEN:
                raise _TooDeepError
        elif isinstance(event, CollectionEndEvent):
            still_open -= 1


def _organisation_in(content: object) -> str | None:
    """Return the key of the body that a content speaks of, as far as it is well formed."""
    section = content.get("organisation") if isinstance(content, dict) else None
    key = section.get("key") if isinstance(section, dict) else None
    return key if isinstance(key, str) else None


def _count_lines(text: str | None) -> int:
    return max(1, len((text or "").splitlines()))


def _read_file(file: Path) -> bytes:
    with file.open("rb") as stream:
        raw = stream.read(_MAX_BYTES + 1)
    if len(raw) > _MAX_BYTES:
        raise OSError(errno.EFBIG, "it is larger than a megabyte, which no pack is")
    return raw


class _Reader:
    """Turns nodes into values, noting where they stand and what must not be there."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: set[int] = set()
        self.places: dict[Location, Place] = {}
        self.problems: list[PolicyProblem] = []

    def read(self, node: Node, location: Location) -> object:
        """Return the value of a node."""
        place = _place_of(node)
        # A field's name is the more helpful place; it was noted before its value is read.
        self.places.setdefault(location, place)
        if id(node) in self._seen:
            self.refuse(
                "an alias repeats something written elsewhere",
                mend="write it out, so that each line says what holds",
                place=self.places[location],
                location=location,
            )
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._read_mapping(node, location)
        if isinstance(node, SequenceNode):
            return [self.read(item, (*location, index)) for index, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return _read_scalar(node)
        raise TypeError(f"{type(node).__name__} is no kind of YAML node")

    def refuse(
        self, message: str, *, mend: str, place: Place = NOWHERE, location: Location = ()
    ) -> None:
        """Note a problem."""
        line, column = place
        self.problems.append(
            PolicyProblem(
                file=self._file,
                line=line,
                column=column,
                location=location,
                message=message,
                mend=mend,
            )
        )

    def _read_mapping(self, node: MappingNode, location: Location) -> dict[str, object]:
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            place = _place_of(key_node)
            if not isinstance(key_node, ScalarNode) or key_node.tag == _MERGE_TAG:
                self.refuse(
                    "only a plain name can stand before a colon",
                    mend="write the fields out",
                    place=place,
                    location=location,
                )
                continue
            key = str(key_node.value)
            inner = (*location, key)
            if key in values:
                self.refuse(
                    f"the field {key!r} is given twice, first on line {self.places[inner][0]}",
                    mend="keep one of the two",
                    place=place,
                    location=inner,
                )
                continue
            self.places[inner] = place
            values[key] = self.read(value_node, inner)
        return values


def _place_of(node: Node) -> Place:
    return (node.start_mark.line + 1, node.start_mark.column + 1)


def _read_scalar(node: ScalarNode) -> object:
    text = str(node.value)
    if node.style:
        return text
    if text in {"true", "false"}:
        return text == "true"
    if text in {"", "null", "~"}:
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
