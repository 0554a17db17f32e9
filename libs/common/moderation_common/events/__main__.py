"""`python -m moderation_common.events write|check`: the documents generated from the models.

`check` compares them with what is checked in. `write` brings them up to date, but refuses a change
that some reader could not follow; such a change needs a new version of the event type.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from moderation_common.events.documents import (
    differences,
    incompatibilities,
    read,
    render,
    write,
)

_FOLDER: Final = Path("docs/events")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the status with which the process should end."""
    parser = argparse.ArgumentParser(prog="python -m moderation_common.events")
    parser.add_argument("command", choices=("write", "check"))
    parser.add_argument("--folder", type=Path, default=_FOLDER, help=f"default: {_FOLDER}")
    options = parser.parse_args(arguments)
    present, wanted = read(options.folder), render()
    broken = incompatibilities(present, wanted)
    if broken:
        _say([*broken, "Undo this, or give the event type's name the next version."])
        return 1
    if options.command == "write":
        write(options.folder, wanted)
        return 0
    differing = differences(present, wanted)
    if differing:
        _say([*differing, "Run `python -m moderation_common.events write` and look at the change."])
    return 1 if differing else 0


def _say(sentences: Sequence[str]) -> None:
    sys.stderr.write("\n".join(sentences) + "\n")


if __name__ == "__main__":
    sys.exit(main())
