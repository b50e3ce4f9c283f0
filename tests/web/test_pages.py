"""The files as they are served: ours alone, under a strict policy, with the API beside them on one origin."""

import re
from http.client import HTTPConnection, HTTPResponse

import pytest

from infra.local_cloud.pages import PAGE_HEADERS, WEB, page_files

POLICY = PAGE_HEADERS["Content-Security-Policy"]


def get(origin: str, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(origin.removeprefix("http://"), timeout=10)
    connection.request(method, path, body=b"{}" if method == "POST" else None)
    reply = connection.getresponse()
    content = reply.read()
    connection.close()
    return reply, content


def test_every_file_is_served_with_the_guards(origin: str) -> None:
    assert set(page_files()) == {"/answer", "/answer.js", "/answer.css", "/answer_questions.js"}
    for path, file in page_files().items():
        reply, content = get(origin, path)
        assert (reply.status, content) == (200, file.read_bytes())
        assert {name: reply.headers[name] for name in PAGE_HEADERS} == dict(PAGE_HEADERS)


@pytest.mark.parametrize(
    "path", ["/", "/../template.yaml", "/answer.html", "/..%2f..%2fetc/passwd", "/web/answer.js"]
)
def test_nothing_else_is_served(origin: str, path: str) -> None:
    reply, content = get(origin, path)
    assert (reply.status, content) == (404, b"")


def test_the_api_answers_on_the_same_origin_and_nothing_else_takes_a_post(origin: str) -> None:
    assert get(origin, "/v1/information/questions", "POST")[0].status == 415
    assert get(origin, "/answer", "POST")[0].status == 405


def test_the_page_itself_says_the_policy_too_and_holds_no_script_or_style_of_its_own() -> None:
    page = (WEB / "answer.html").read_text()
    (said,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert set(said.split("; ")) == set(POLICY.split("; ")) - {"frame-ancestors 'none'"}
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|https?://", page)


@pytest.mark.parametrize("name", ["answer.js", "answer_questions.js"])
def test_what_comes_from_elsewhere_never_becomes_markup_or_stays(name: str) -> None:
    script = (WEB / name).read_text()
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|localStorage|sessionStorage|indexedDB|cookie"
    )
    assert not re.search(forbidden, script)
    assert not re.search(r"https?://", script)
