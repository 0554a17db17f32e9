"""Reads a Dockerfile of ours and does what its builder stage does, without a container engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.support.infrastructure import REPOSITORY, infrastructure_required, skip_for_want_of

_BUILD_TIMEOUT_S: Final = 600

_NO_NETWORK: Final = re.compile(r"NewConnectionError|NameResolutionError|ConnectTimeoutError")

_VENV: Final = "/opt/venv"
"""Where the image keeps what is installed; replayed under a temporary root."""


@dataclass(frozen=True)
class Instruction:
    """One instruction, continued lines joined."""

    keyword: str
    argument: str


def read_stages(dockerfile: Path) -> list[list[Instruction]]:
    """Return the instructions of each stage; a stage begins with its FROM."""
    joined = dockerfile.read_text("utf-8").replace("\\\n", " ")
    stages: list[list[Instruction]] = []
    for line in joined.splitlines():
        if not line or line.startswith("#"):
            continue
        keyword, _, argument = line.partition(" ")
        if keyword == "FROM":
            stages.append([])
        stages[-1].append(Instruction(keyword, argument.strip()))
    return stages


def read_environment(dockerfile: Path) -> dict[str, str]:
    """Return the variables that the image sets for its process."""
    words = [i.argument for i in read_stages(dockerfile)[-1] if i.keyword == "ENV"]
    return dict(word.split("=", 1) for word in " ".join(words).split())


def ignored_by_context(path: str) -> bool:
    """Tell whether .dockerignore keeps a path of the tree out of the build; the last match wins.

    It knows the forms that our file uses: `*`, `name`, `**/name` with a star in it, and `!` before
    any of them. A path is out when it or a folder above it matches.
    """
    ignored = False
    for line in (REPOSITORY / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.removeprefix("!")
        if pattern and _matches(pattern, path):
            ignored = not line.startswith("!")
    return ignored


def _matches(pattern: str, path: str) -> bool:
    anywhere = pattern.startswith("**/")
    expression = re.escape(pattern.removeprefix("**/")).replace(r"\*", "[^/]*")
    return re.match(rf"{'(.*/)?' if anywhere else ''}{expression}(/|$)", path) is not None


@dataclass(frozen=True)
class Replay:
    """What a builder stage left behind, under a temporary root in place of the image's."""

    root: Path

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment that the image runs."""
        return self.root / _VENV.lstrip("/") / "bin/python"

    @property
    def packages(self) -> Path:
        """Where the virtual environment holds its packages."""
        (found,) = (self.root / _VENV.lstrip("/")).glob("lib/python*/site-packages")
        return found


def replay_builder(dockerfile: Path, root: Path) -> Replay:
    """Run the COPY and RUN instructions of the first stage as they stand, below `root`.

    Only the absolute paths differ. `python` is the version of the stage's image where that is
    installed, else the one that runs the tests. Skips when the package index cannot be reached.
    """
    workdir = root
    base, *instructions = read_stages(dockerfile)[0]
    commands = root / "bin"
    commands.mkdir()
    (commands / "python").symlink_to(_interpreter(base.argument))
    for instruction in instructions:
        match instruction.keyword:
            case "WORKDIR":
                workdir = root / instruction.argument.lstrip("/")
                workdir.mkdir(parents=True)
            case "COPY":
                source, target = instruction.argument.split()
                _copy(source, workdir / target)
            case "RUN":
                _run(instruction.argument.replace(_VENV, f"{root}{_VENV}"), workdir, commands)
            case other:
                msg = f"{dockerfile} uses {other} in its builder stage, which is not replayed"
                raise ValueError(msg)
    return Replay(root)


def _interpreter(image: str) -> Path:
    """Return the interpreter of the version that `python:3.13-slim AS builder` names."""
    version = re.match(r"python:(\d+\.\d+)", image)
    assert version is not None, f"{image} is not a Python image"
    candidate = shutil.which(f"python{version[1]}")
    if candidate is not None:
        # It may be a version manager's shim, which runs the version that it is told, or none.
        asked = [candidate, "-c", "import sys, ensurepip; print(sys.executable)"]
        told = os.environ | {"PYENV_VERSION": version[1]}
        done = subprocess.run(asked, capture_output=True, text=True, check=False, env=told)
        if done.returncode == 0:
            return Path(done.stdout.strip())
    return Path(sys.executable).resolve()


def _copy(source: str, target: Path) -> None:
    origin = REPOSITORY / source
    for file in [origin] if origin.is_file() else _files_below(origin):
        if not ignored_by_context(str(file.relative_to(REPOSITORY))):
            place = target / file.relative_to(origin) if origin.is_dir() else target
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)
    assert target.exists(), f"COPY {source} copies nothing: .dockerignore keeps all of it out"


def _files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _run(command: str, workdir: Path, commands: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_"))}
    environment["PATH"] = f"{commands}:{environment['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        cwd=workdir,
        env=environment,
        timeout=_BUILD_TIMEOUT_S,
    )
    if done.returncode and _NO_NETWORK.search(done.stderr) and not infrastructure_required():
        skip_for_want_of("No clean installation: the package index cannot be reached.")
    assert done.returncode == 0, f"RUN {command} failed:\n{done.stdout}{done.stderr}"
