"""The metrics that the code declares, as Prometheus sees them."""

from __future__ import annotations

import ast
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from prometheus_client.metrics import MetricWrapperBase

from tests.support.infrastructure import REPOSITORY

_PACKAGES: Final = (
    "libs/common/moderation_common",
    "services/ingest/moderation_ingest",
    "services/classifier/moderation_classifier",
    "services/escalation/moderation_escalation",
    "services/audit/moderation_audit",
)

_CONSTRUCTORS: Final = frozenset({"Counter", "Gauge", "Histogram", "Summary", "Info", "Enum"})


@dataclass(frozen=True)
class DeclaredMetric:
    """One metric, by the name under which it is queried."""

    name: str
    kind: str
    labels: tuple[str, ...]

    @property
    def series(self) -> frozenset[str]:
        """Return the names of its time series."""
        if self.kind == "histogram":
            return frozenset(f"{self.name}_{part}" for part in ("bucket", "sum", "count"))
        return frozenset({self.name})


def declared_metrics() -> dict[str, DeclaredMetric]:
    """Return every metric of every `metrics.py`, by name."""
    found: dict[str, DeclaredMetric] = {}
    for package in _PACKAGES:
        if not (REPOSITORY / package / "metrics.py").exists():
            continue
        module = importlib.import_module(f"{Path(package).name}.metrics")
        for value in vars(module).values():
            if isinstance(value, MetricWrapperBase):
                metric = _describe(value)
                found[metric.name] = metric
    return found


def _describe(metric: MetricWrapperBase) -> DeclaredMetric:
    (family,) = metric.describe()
    suffix = "_total" if family.type == "counter" else ""
    return DeclaredMetric(
        name=family.name + suffix,
        kind=family.type,
        labels=tuple(metric._labelnames),  # noqa: SLF001 - prometheus_client has no public name for it
    )


def stray_declarations() -> list[str]:
    """Return the source files, other than a `metrics.py`, that import a way to declare a metric."""
    return [
        str(path.relative_to(REPOSITORY))
        for package in _PACKAGES
        for path in sorted((REPOSITORY / package).rglob("*.py"))
        if path.name != "metrics.py" and _declares(path)
    ]


def _declares(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "prometheus_client":
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            # The whole module has every constructor in it.
            packages = {alias.name.partition(".")[0] for alias in node.names}
            names = set(_CONSTRUCTORS) if "prometheus_client" in packages else set()
        else:
            continue
        if not _CONSTRUCTORS.isdisjoint(names):
            return True
    return False
