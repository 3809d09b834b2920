"""What every answer carries."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from liuhen.site.middleware import CompressPages, ContentSecurityPolicy

ASKED = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})


def test_a_page_lets_nothing_in_from_outside() -> None:
    page = HttpResponse("法定义务")
    policy = ContentSecurityPolicy(lambda _request: page)(ASKED).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_travels_compressed() -> None:
    page = HttpResponse("法定义务" * 200)
    assert CompressPages(lambda _request: page)(ASKED).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(b"P" * 2000, content_type="application/pdf"),
        StreamingHttpResponse(iter([b"P" * 2000]), content_type="application/zip"),
    ],
)
def test_a_document_or_package_stays_as_it_is(answer: HttpResponse | StreamingHttpResponse) -> None:
    assert "Content-Encoding" not in CompressPages(lambda _request: answer)(ASKED).headers
