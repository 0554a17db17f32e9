"""Prometheus's rules can be read, and ask for numbers that the services give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import promql_parser
import pytest
import yaml

from moderation_classifier.adapters.encoder import load_packaged_encoder
from moderation_classifier.adapters.model import load_packaged_model
from tests.support.declared_metrics import declared_metrics, stray_declarations
from tests.support.infrastructure import REPOSITORY

_FOLDER: Final = REPOSITORY / "deploy/observability"

# Prometheus makes this one itself, for each target that it asks.
_OWN: Final = {"up": {"job", "instance"}}

# Every target has these, whatever the metric; see prometheus.yml.
_TARGET_LABELS: Final = {"job", "instance"}

_OPERATIONS: Final = REPOSITORY / "docs/operations.md"


@dataclass(frozen=True)
class Selected:
    """One selector in an expression."""

    metric: str
    labels: frozenset[str]


def _rules() -> list[dict[str, Any]]:
    document = yaml.safe_load((_FOLDER / "alerts.yml").read_text("utf-8"))
    assert set(document) == {"groups"}
    return [rule for group in document["groups"] for rule in group["rules"]]


def _name(rule: dict[str, Any]) -> str:
    name: str = rule["alert"]
    return name


def _selected(expression: str) -> list[Selected]:
    """Return the selectors of an expression, each with the labels that the expression groups by."""
    selectors: list[promql_parser.VectorSelector] = []
    grouped: set[str] = set()

    def note(node: promql_parser.Expr) -> None:
        match node:
            case promql_parser.VectorSelector():
                selectors.append(node)
            case promql_parser.AggregateExpr() if node.modifier is not None:
                grouped.update(node.modifier.labels)

    promql_parser.walk(promql_parser.parse(expression), note)
    return [
        Selected(s.name or "", frozenset(m.name for m in s.matchers.matchers) | grouped)
        for s in selectors
    ]


@pytest.mark.parametrize("rule", _rules(), ids=_name)
def test_a_rule_is_complete(rule: dict[str, Any]) -> None:
    """It says how serious it is, what is the matter, and which runbook to follow."""
    headings = re.findall(r"^#+ (.+)$", _OPERATIONS.read_text("utf-8"), re.MULTILINE)

    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["runbook"] in headings


@pytest.mark.parametrize("rule", _rules(), ids=_name)
def test_a_rule_asks_for_numbers_that_there_are(rule: dict[str, Any]) -> None:
    """Every metric is declared by some service, with every label that the rule names."""
    known = {
        series: {*metric.labels, *_TARGET_LABELS}
        for metric in declared_metrics().values()
        for series in metric.series
    } | _OWN
    selected = _selected(rule["expr"])

    assert selected
    for one in selected:
        assert one.metric in known
        assert one.labels - known[one.metric] == set()


@pytest.mark.parametrize("rule", _rules(), ids=_name)
def test_a_summary_names_labels_that_the_alert_has(rule: dict[str, Any]) -> None:
    """No sentence that somebody reads at night has a hole in it."""
    named = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    metrics = declared_metrics()
    series = {s: m for m in metrics.values() for s in m.series}
    labels: set[str] = set(_TARGET_LABELS)
    for one in _selected(rule["expr"]):
        labels |= _OWN.get(one.metric) or set(series[one.metric].labels)

    assert named - labels == set()


def test_only_the_encoder_leaves_the_classifier_unalarmed() -> None:
    """Its id is spared by the alert, that of the model that stands in for it is not."""
    (rule,) = (rule for rule in _rules() if rule["alert"] == "ModelFellBack")
    (spared,) = re.findall(r'model!~"([^"]+)"', rule["expr"])

    assert re.fullmatch(spared, load_packaged_encoder().id)
    assert not re.fullmatch(spared, load_packaged_model().id)
    assert not re.fullmatch(spared, "none")


def test_each_alert_has_its_own_name() -> None:
    """Two rules of one name could not be told apart."""
    names = [rule["alert"] for rule in _rules()]

    assert len(set(names)) == len(names)


def test_prometheus_reads_the_rules() -> None:
    """The configuration names the rule file and asks where every service answers."""
    configuration = yaml.safe_load((_FOLDER / "prometheus.yml").read_text("utf-8"))
    (job,) = configuration["scrape_configs"]

    assert configuration["rule_files"] == ["alerts.yml"]
    assert job["job_name"] == "moderation"
    # Prometheus asks for /metrics unless it is told otherwise, and that is where they are.
    assert "metrics_path" not in job


def test_metrics_are_declared_in_one_kind_of_place() -> None:
    """No module but a `metrics.py` declares a metric, so that the list is whole."""
    assert stray_declarations() == []
