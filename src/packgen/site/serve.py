"""`packgen serve`: a folder's pages and packs, to this machine alone."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from packgen.output import OutputError
from packgen.problems import Problem, Problems, Source

HOST = "127.0.0.1"

# The system's own list of types may lack or change any of these.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def server(out: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder `out`, bound to `port` of this machine (0: any free one) and ready to run.

    Raises OutputError for a folder without a page, Problems for a port that cannot be had.
    """
    if not (out / "index.html").is_file():
        raise OutputError(out, "there is no download page in this folder; write it first: packgen site")
    return listening(port, partial(_Handler, directory=str(out.resolve())))


def listening(port: int, handler: Callable[..., BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    """A server bound to `port` of this machine alone, a thread a request. Raises Problems for a port not to be had."""
    try:
        return _Server((HOST, port), handler)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "another program uses this port; choose one with --port" if taken else error.strerror
        raise Problems([Problem(Source(f"{HOST}:{port}", 0), str(reason))]) from None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would share a port that another program has

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says what failed, but not that a browser no longer wants what it asked for."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    """Files of the folder, and nothing else: no listings, nothing that a link leads to elsewhere, no log."""

    protocol_version = "HTTP/1.1"

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return TYPES.get(Path(path).suffix.lower(), "application/octet-stream")

    def send_head(self) -> BytesIO | BinaryIO | None:
        if not self._is_ours(self.translate_path(self.path)):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def _is_ours(self, path: str) -> bool:
        try:
            return Path(path).resolve().is_relative_to(self.directory)
        except ValueError:  # a NUL in the path
            return False

    def list_directory(self, path: str | os.PathLike[str]) -> BytesIO | None:  # noqa: ARG002
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass
