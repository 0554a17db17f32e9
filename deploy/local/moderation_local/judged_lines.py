"""Answers JSON lines: reads them in chunks, judges each chunk at once, keeps their order."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from moderation_classifier.api.models import ClassifiedText, TextToClassify
from moderation_classifier.domain.account import UnknownAccountError
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.ports import BatchJudge
from moderation_common.faults import say_faults
from moderation_common.policy import PolicyPack
from moderation_local.arrivals import MAX_LINE_BYTES, read_chunks


def judge_lines(read: Callable[[int], bytes], judge: BatchJudge, pack: PolicyPack) -> int:
    """Print a decision for each line that `read` brings, or name the line on standard error.

    `read` is what `read_chunks` takes. Returns 1 when a line was refused, else 0.
    """
    failed = False
    before = 0
    for lines in read_chunks(read):
        asked = {
            number: _read_line(line, pack)
            for number, line in enumerate(lines, start=before + 1)
            if line.strip()
        }
        before += len(lines)
        sound = [each.utterance for each in asked.values() if isinstance(each, _Asked)]
        decisions = iter(judge.decide_many([(utterance, pack) for utterance in sound]))
        # In the order of the lines, also where both outputs go to one place.
        for number, each in asked.items():
            if isinstance(each, _Asked):
                answer = ClassifiedText.build(
                    each.id, next(decisions), internal=each.utterance.internal
                )
                print(answer.model_dump_json(), flush=True)
            else:
                failed = True
                print(f"Line {number}: {each}", file=sys.stderr)
    return 1 if failed else 0


@dataclass(frozen=True, slots=True)
class _Asked:
    """A sound line."""

    id: str | int
    utterance: Utterance


def _read_line(line: bytes, pack: PolicyPack) -> _Asked | str:
    """Return what a line asks, or why it is refused."""
    if len(line) > MAX_LINE_BYTES:
        return f"all of it: this is longer than {MAX_LINE_BYTES} bytes; send less in one line."
    try:
        asked = _parse(line)
        return _Asked(asked.id, asked.to_utterance(pack))
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        return " ".join(say_faults(faults, expected=TextToClassify, whole="all of it"))
    except UnknownAccountError as error:
        return str(error)


def _parse(line: bytes) -> TextToClassify:
    """Return the text and where it stands; raises `ValidationError`.

    Half of a surrogate pair, which is left when a text is cut within an emoji, is taken where the
    service takes it: Pydantic's own reader knows no such thing, Python's does.
    """
    # A file that was written on Windows may begin with it; the service takes it, too.
    line = line.removeprefix(codecs.BOM_UTF8)
    try:
        return TextToClassify.model_validate_json(line)
    except ValidationError as error:
        if error.errors()[0]["type"] != "json_invalid":
            raise
        try:
            given = json.loads(line.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError):
            raise error from None
    return TextToClassify.model_validate(given)
