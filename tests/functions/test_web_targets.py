"""Webhooks go to the public internet over https, and nowhere inside, however the address is written."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.web_targets import TargetRefusedError, target

PUBLIC = "93.184.215.14"


def to(url: str, *addresses: str, only_public: bool = True) -> str:
    return target(url, only_public=only_public, lookup=lambda _host, _port: addresses).address


def test_a_public_address_over_https_is_taken_as_it_was_looked_up() -> None:
    found = target("https://clinic.example/hook?x=1", lookup=lambda _host, _port: [PUBLIC])
    assert (found.scheme, found.host, found.port, found.path) == ("https", "clinic.example", 443, "/hook?x=1")
    assert found.address == PUBLIC


@pytest.mark.parametrize(
    "url",
    [
        "http://clinic.example/hook",
        "ftp://clinic.example/",
        "file:///etc/passwd",
        "//clinic.example/hook",
        "https://",
        "https://user:secret@clinic.example/",
        "https://user@clinic.example/",
        "https://clinic.example:8443/",
        "https://clinic.example:22/",
        "https://clinic.example:no/",
        "https://clinic.example/#part",
        "https://clinic.example/a b",
        "https://clinic.example/\r\nX: y",
        "https://clinic.example/é",
        "https://[::1/",
        "",
    ],
)
def test_what_is_not_a_plain_https_address_is_refused(url: str) -> None:
    with pytest.raises(TargetRefusedError):
        to(url, PUBLIC)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a9fe:a9fe",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_an_address_inside_is_refused_even_beside_a_public_one(address: str) -> None:
    with pytest.raises(TargetRefusedError):
        to("https://clinic.example/", PUBLIC, address)


@pytest.mark.parametrize("found", [OSError, UnicodeError])
def test_a_name_that_is_not_known_is_refused(found: type[Exception]) -> None:
    def lookup(_host: str, _port: int) -> list[str]:
        raise found

    with pytest.raises(TargetRefusedError):
        target("https://clinic.example/", lookup=lookup)
    with pytest.raises(TargetRefusedError):
        to("https://clinic.example/")


@given(st.ip_addresses())
def test_whatever_is_not_of_the_public_internet_is_refused(address: object) -> None:
    text = str(address)
    if ip_address(text).is_global and not ip_address(text).is_multicast:
        return
    with pytest.raises(TargetRefusedError):
        to("https://clinic.example/", text)


def test_a_stage_without_patients_may_send_to_itself() -> None:
    assert to("http://127.0.0.1:8080/hook", "127.0.0.1", only_public=False) == "127.0.0.1"
    with pytest.raises(TargetRefusedError):
        to("file:///etc/passwd", "127.0.0.1", only_public=False)


def test_a_refusal_does_not_repeat_the_address() -> None:
    with pytest.raises(TargetRefusedError) as refused:
        to("https://user:secret@clinic.example/", PUBLIC)
    assert "secret" not in str(refused.value)
