"""Addresses in what people write of their evidence: which of them anybody can open. None is ever fetched.

Which numbers are private or reserved: https://www.iana.org/assignments/iana-ipv4-special-registry and its twin for
IPv6. Which texts browsers take for such a number: https://url.spec.whatwg.org/#concept-ipv4-parser
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from handlers.problems import Problem

ADDRESS = re.compile(
    r"(?<![\w@])(?:[a-z][a-z0-9+.-]{1,20}://|www\.|(?:file|ftp|mailto|javascript|data):(?=\S)|[a-z]:\\|\\\\)\S+",
    re.IGNORECASE,
)
"""Whatever somebody may mean by a link, a drive of their own computer included."""

INNER = {"local", "localhost", "localdomain", "lan", "intern", "internal", "intranet", "intra", "home", "corp"}
INNER |= {"private", "test", "invalid", "onion", "arpa"}
"""How names end that lead nowhere outside of a house (RFC 6761, RFC 6762, and what houses call their nets)."""

HOST = re.compile(r"[\w.-]+")
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
CLOSING = ".,;:!?…\"'“”»>"
IPV4_IN_IPV6 = int(IPv6Address("64:ff9b::")) >> 32
"""The beginning of addresses that lead to IPv4 ones (RFC 6052)."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it was ``typed``, as it can be opened, and why it is refused, if it is."""

    typed: str
    address: str
    problem: Problem | None = None


def find_links(text: str) -> list[Link]:
    """List the addresses in a text, in their order."""
    return [_read(_without_closing(found[0])) for found in ADDRESS.finditer(text)]


def _without_closing(typed: str) -> str:
    """Take away what belongs to the sentence around an address."""
    while typed[-1] in CLOSING or (typed[-1] == ")" and typed.count(")") > typed.count("(")):
        typed = typed[:-1]
    return typed


def _read(typed: str) -> Link:
    address = f"https://{typed}" if typed.lower().startswith("www.") else typed
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return Link(typed, address, Problem("evidence-link-unclear", link=typed))
    if parts.scheme not in {"http", "https"}:
        return Link(typed, address, Problem("evidence-link-scheme", link=typed))
    if parts.username is not None:
        return Link(typed, address, Problem("evidence-link-secret"))
    return Link(typed, address, None if _is_public(host) else Problem("evidence-link-private", link=typed))


def _is_public(host: str) -> bool:
    """Say whether a name or a number leads to where everybody can go, as far as that can be seen."""
    name = unicodedata.normalize("NFKC", host).replace("。", ".").casefold().removesuffix(".")
    try:
        return _is_public_number(ip_address(name))
    except ValueError:
        labels = name.split(".")
    well_formed = HOST.fullmatch(name) is not None and all(labels)
    return well_formed and len(labels) > 1 and labels[-1] not in INNER and not NUMBER.fullmatch(labels[-1])


def _is_public_number(number: IPv4Address | IPv6Address) -> bool:
    if isinstance(number, IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if int(number) >> 32 == IPV4_IN_IPV6:
            inner = IPv4Address(int(number) & 0xFFFFFFFF)
        number = inner or number
    return number.is_global and not number.is_multicast and not number.is_reserved
