"""Where a process that goes on writes what it does: one line of JSON each."""

import logging
import os
import sys

import structlog


def log_as_json() -> None:
    """Write each event as one line of JSON to the error stream, with the fields allowed there.

    Warnings always; requests with TOM_LOG=ja.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.INFO if os.environ.get("TOM_LOG") == "ja" else logging.WARNING
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
