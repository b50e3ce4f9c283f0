"""Pages and API on one origin: the same headers as on this computer, and nothing public but by the distribution."""

from typing import Any

from infra.local_cloud.pages import PAGE_HEADERS
from tests.infra.template import properties, template, text

SERVED: dict[str, Any] = properties("Pages")["DistributionConfig"]
PARTS = ("PagesBucket", "PagesBucketPolicy", "PagesAccess", "PagesHeaders", "Pages")


def test_a_stack_serves_pages_only_when_it_is_told_to() -> None:
    assert {template()["Resources"][part]["Condition"] for part in PARTS} == {"PagesAreServed"}
    assert template()["Parameters"]["ServePages"]["Default"] == "false"


def test_pages_are_sent_with_the_headers_they_are_tested_with() -> None:
    policy = properties("PagesHeaders")["ResponseHeadersPolicyConfig"]
    guards, own = policy["SecurityHeadersConfig"], policy["CustomHeadersConfig"]["Items"]
    sent = {item["Header"]: item["Value"] for item in own} | {
        "Content-Security-Policy": guards["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "Referrer-Policy": guards["ReferrerPolicy"]["ReferrerPolicy"],
        "X-Frame-Options": guards["FrameOptions"]["FrameOption"],
        "X-Content-Type-Options": "nosniff",
    }
    assert sent == dict(PAGE_HEADERS)
    assert "ContentTypeOptions" in guards


def test_the_api_is_never_cached_and_pages_take_no_post() -> None:
    (api,) = SERVED["CacheBehaviors"]
    caching_disabled, all_but_the_host = (
        "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        "b689b0a8-53d0-40ab-baf2-38738e2966ac",
    )
    assert (api["PathPattern"], api["TargetOriginId"], api["ViewerProtocolPolicy"]) == ("/v1/*", "api", "https-only")
    assert (api["CachePolicyId"], api["OriginRequestPolicyId"]) == (caching_disabled, all_but_the_host)
    assert SERVED["DefaultCacheBehavior"]["AllowedMethods"] == ["GET", "HEAD"]
    assert "Logging" not in SERVED


def test_nobody_reads_the_bucket_but_the_distribution() -> None:
    assert set(properties("PagesBucket")["PublicAccessBlockConfiguration"].values()) == {True}
    reading, denying = properties("PagesBucketPolicy")["PolicyDocument"]["Statement"]
    assert (reading["Principal"], reading["Action"]) == ({"Service": "cloudfront.amazonaws.com"}, "s3:GetObject")
    assert "distribution/${Pages}" in text(reading["Condition"])
    assert denying["Effect"] == "Deny"
