"""Running the center for real: gunicorn, from Python, until it is told to stop."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from kiosk.center.opening import open_center

_THREADS = 8
_KEEP_ALIVE = 75
"""Seconds that a connection stays open: longer than a poll's interval of 60 with its jitter."""
_CONNECTIONS = 1_000
"""Terminals that one worker keeps a connection open for."""
_GRACE = 5
"""Seconds that requests have to finish after a stop; the longest is a picture of 1 MB."""


class ServeError(Exception):
    """The server cannot start.  The message is Chinese."""


class _Center(BaseApplication):  # type: ignore[misc]
    """The WSGI application under gunicorn, configured from here and from nowhere else."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for key, value in self._options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        """Runs in each worker, after the fork."""
        from kiosk.center.cases.timer import start_timer  # after Django is set up
        from kiosk.center.wsgi import application

        start_timer()
        return application


def serve(*, feed: Path, data: Path, host: str, port: int, workers: int) -> None:
    """Serve the feed below ``/feed/`` and the front page until SIGTERM or SIGINT.

    ``data`` is made if it is not there; it keeps the secret key and the database.  Returns when
    it was stopped; raises ServeError when it cannot start or its workers fail.
    """
    _check_address(host, port)
    open_center(feed=feed, data=data)
    options: dict[str, Any] = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": _THREADS,
        "worker_connections": _CONNECTIONS,
        "keepalive": _KEEP_ALIVE,
        "graceful_timeout": _GRACE,
        "loglevel": "warning",
        "proc_name": "kiosk-serve",
        "control_socket_disable": True,
        "worker_tmp_dir": _memory_folder(),
    }
    try:
        _Center(options).run()
    except SystemExit as stop:
        if stop.code not in {None, 0}:
            raise ServeError(
                f"发布服务停止了（代码 {stop.code}），原因见上面几行；"
                "已经发布的内容没有变，各处公开栏照常显示"
            ) from stop


def _check_address(host: str, port: int) -> None:
    """Say in one sentence that a port is taken; gunicorn would say it five times."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"地址 {host}:{port} 用不了（{error}）；"
            "可能已经有一个发布服务在运行，请先停掉它，或者用 --port 换一个端口"
        ) from error


def _memory_folder() -> str | None:
    """Where workers touch a file every few seconds: in memory, not on a card."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
