"""The page, its pictures and PDFs, and the stream of events that tells it what changed; to this machine alone."""

from __future__ import annotations

import json
import re
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from packgen.site.serve import TYPES, listening
from packgen.watch.pictures import picture
from packgen.watch.view import Board

_FILES = {"/": "page.html", "/page.css": "page.css", "/page.js": "page.js"}
_PICTURE = re.compile(r"/([0-9a-f]{64})/([1-9][0-9]{0,3})\.png")
_WIDTHS = range(100, 3001)  # pixels
_ALIVE = 10  # seconds after which a stream without news says that it is still there


def server(board: Board, port: int) -> ThreadingHTTPServer:
    """A server of what is on the board, bound to `port` (0: any free one), ready to run. Raises Problems."""
    return listening(port, partial(_Handler, board))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, board: Board, *args: object) -> None:
        self._board = board
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/events":
            self._events()
        elif url.path in _FILES:
            path = Path(__file__).with_name(_FILES[url.path])
            self._send(path.read_bytes(), TYPES[path.suffix], "no-cache")
        elif found := _PICTURE.fullmatch(url.path):
            self._picture(found[1], int(found[2]), parse_qs(url.query).get("width", ["1000"])[0])
        else:
            self._pdf(unquote(url.path).removeprefix("/").removesuffix(".pdf"))

    def _pdf(self, name: str) -> None:
        """A document as it is now, so that a tab that has it open shows the newest when it is loaded again."""
        shown = next((each for each in self._board.view.documents if each.name == name), None)
        if shown is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._send(shown.pdf, TYPES[".pdf"], "no-cache")

    def _picture(self, sum_: str, page: int, width: str) -> None:
        """A page of a document as it is or has just been: the address is that of what it says, for ever."""
        shown = self._board.view.with_sum(sum_)
        if shown is None or not width.isdecimal() or int(width) not in _WIDTHS or page > shown.pages:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._send(picture(shown.pdf, page, int(width)), TYPES[".png"], "max-age=86400, immutable")

    def _events(self) -> None:
        """Server-sent events (WHATWG HTML, 9.2): the view as it is, then each that comes after it."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        view = self._board.view
        self._event(json.dumps(view.as_json()))
        while True:
            newer = self._board.after(view.number, _ALIVE)
            if newer is None:
                self.wfile.write(b":\n\n")  # fails, and so ends this thread, when nobody listens any more
                continue
            view = newer
            self._event(json.dumps(view.as_json()))

    def _event(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def _send(self, data: bytes, type_: str, cache: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", cache)
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass
