"""What every answer carries."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from liuhen.site.middleware import CompressPages, ContentSecurityPolicy

ASKED = RequestFactory().get("/", headers={"accept-encoding": "gzip"})


def compressed(answer: HttpResponseBase) -> HttpResponseBase:
    return CompressPages(lambda _request: answer).process_response(ASKED, answer)


def test_a_page_lets_nothing_in_from_outside() -> None:
    page = HttpResponse("法定义务")
    policy = ContentSecurityPolicy(lambda _request: page)(ASKED).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_travels_compressed() -> None:
    page = HttpResponse("法定义务" * 200)
    assert compressed(page).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(b"P" * 2000, content_type="application/pdf"),
        StreamingHttpResponse(iter([b"P" * 2000]), content_type="application/zip"),
    ],
)
def test_a_document_or_package_stays_as_it_is(answer: HttpResponse | StreamingHttpResponse) -> None:
    assert "Content-Encoding" not in compressed(answer).headers
