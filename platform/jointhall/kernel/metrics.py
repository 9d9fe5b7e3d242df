"""What is measured while the service runs, for Prometheus; no label names a tenant or a person."""

from __future__ import annotations

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

REQUESTS = Counter(
    "hall_requests_total", "Requests answered", ["route", "method", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "hall_request_seconds",
    "Seconds from request to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 1.5, 3, 10),
    registry=REGISTRY,
)
JOBS = Counter(
    "hall_jobs_total", "Jobs run, by outcome: done, failed", ["job", "outcome"], registry=REGISTRY
)
JOB_SECONDS = Histogram(
    "hall_job_seconds", "Seconds a job ran", ["job"], buckets=(0.01, 0.05, 0.2, 1, 5, 30)
)
JOBS_WAITING = Gauge("hall_jobs_waiting", "Jobs left in the outbox and due", registry=REGISTRY)
JOBS_OLDEST = Gauge("hall_jobs_oldest_seconds", "How long the oldest due job has waited")
JOBS_GIVEN_UP = Gauge("hall_jobs_given_up", "Jobs that wait for a person")
CONNECTIONS = Gauge("hall_database_connections", "Connections of the pool", ["state"])


def exposition(registry: CollectorRegistry = REGISTRY) -> bytes:
    """All of it in Prometheus' text form."""
    return generate_latest(registry)
