"""`packgen serve` as a browser meets it, and as somebody meets it who asks for what is not there to be had."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


def start(out: Path, port: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "packgen", "serve", "--port", str(port), "--out", str(out)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@dataclass(frozen=True)
class Running:
    """A server that runs, and the folder that it serves."""

    process: subprocess.Popen[str]
    port: int
    out: Path

    def get(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        """Status, headers (names in lower case) and body, of a path that is sent as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path)
        connection.endheaders()
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        body = response.read()
        connection.close()
        return response.status, headers, body


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("serve")
    out = folder / "dist"
    for name in ("index.html", "site/style.css", "site/filter.js", "site/a.png", "ke/en/s/sheet.docx", "ke/en/s/a.pdf"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(f"<!doctype html> {name} ü".encode())
    (out / "pack.zip").write_bytes(bytes(range(256)) * 1000)
    (out / "slides.pptx").write_bytes(b"PK")
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "dist-old").mkdir()
    (folder / "dist-old/secret.txt").write_text("secret", encoding="utf-8")
    (out / "link.txt").symlink_to(folder / "secret.txt")
    (out / "folder").symlink_to(folder / "dist-old")
    process = start(out)
    assert process.stdout
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends it\)\n", process.stdout.readline())
    assert found
    yield Running(process, int(found[1]), out)
    if process.poll() is None:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/site/style.css", "text/css; charset=utf-8"),
        ("/site/filter.js", "text/javascript; charset=utf-8"),
        ("/site/a.png", "image/png"),
        ("/pack.zip", "application/zip"),
        ("/ke/en/s/a.pdf", "application/pdf"),
        ("/ke/en/s/sheet.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("/slides.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ],
)
def test_files_come_whole_and_with_their_types(running: Running, path: str, type_: str) -> None:
    status, headers, body = running.get(path)
    assert (status, headers["content-type"], headers["x-content-type-options"]) == (200, type_, "nosniff")
    assert body == (running.out / (path[1:] or "index.html")).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/ke/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//../dist-old/secret.txt",
        "/../dist-old/secret.txt",
        "/link.txt",
        "/folder/secret.txt",
        "/folder/",
        "/ke/",
        "/ke/en/s/",
        "/nothing.html",
        "/%00",
    ],
)
def test_nothing_is_served_but_files_of_the_folder(running: Running, path: str) -> None:
    status, _, body = running.get(path)
    assert status == 404
    assert b"secret" not in body
    assert b"sheet.docx" not in body


def test_head_tells_the_size_and_nothing_can_be_written(running: Running) -> None:
    status, headers, body = running.get("/pack.zip", "HEAD")
    assert (status, headers["content-length"], body) == (200, "256000", b"")
    assert running.get("/pack.zip", "PUT")[0] == 501


def test_a_port_that_is_taken_is_named(running: Running) -> None:
    process = start(running.out, running.port)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err == f"127.0.0.1:{running.port}: another program uses this port; choose one with --port\n"


def test_only_this_machine_is_served(running: Running) -> None:
    with socket.socket() as other:
        # Another address of the loopback network stands for the other addresses that the machine has.
        assert other.connect_ex(("127.0.0.2", running.port)) != 0


def test_a_folder_without_a_page_says_what_writes_one(tmp_path: Path) -> None:
    process = start(tmp_path)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err == f"{tmp_path}: there is no download page in this folder; write it first: packgen site\n"


def test_a_download_that_is_broken_off_is_no_failure(running: Running) -> None:
    (running.out / "large.zip").write_bytes(bytes(20_000_000))
    with socket.create_connection(("127.0.0.1", running.port)) as client:
        client.sendall(b"GET /large.zip HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.recv(12) == b"HTTP/1.1 200"
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing resets it
    assert running.get("/")[0] == 200  # and that nothing was said is seen when it ends


def test_ctrl_c_ends_it_without_a_word(running: Running) -> None:
    running.get("/")
    running.process.send_signal(signal.SIGINT)
    out, err = running.process.communicate(timeout=60)
    assert (running.process.returncode, out, err) == (0, "", "")
