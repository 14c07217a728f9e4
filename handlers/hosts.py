"""Hosts in addresses: which of them anybody can reach, and which lie within a house.

Which numbers are private or reserved: https://www.iana.org/assignments/iana-ipv4-special-registry and its twin for
IPv6. Which texts browsers take for such a number: https://url.spec.whatwg.org/#concept-ipv4-parser
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address

INNER = {"local", "localhost", "localdomain", "lan", "intern", "internal", "intranet", "intra", "home", "corp"}
INNER |= {"private", "test", "invalid", "onion", "arpa"}
"""How names end that lead nowhere outside of a house (RFC 6761, RFC 6762, and what houses call their nets)."""

HOST = re.compile(r"[\w.-]+")
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
IPV4_IN_IPV6 = int(IPv6Address("64:ff9b::")) >> 32
"""The beginning of addresses that lead to IPv4 ones (RFC 6052)."""


def is_public(host: str) -> bool:
    """Say whether a name or a number leads to where everybody can go, as far as that can be seen."""
    name = unicodedata.normalize("NFKC", host).replace("。", ".").casefold().removesuffix(".")
    try:
        return is_public_number(ip_address(name))
    except ValueError:
        labels = name.split(".")
    well_formed = HOST.fullmatch(name) is not None and all(labels)
    return well_formed and len(labels) > 1 and labels[-1] not in INNER and not NUMBER.fullmatch(labels[-1])


def is_public_number(number: IPv4Address | IPv6Address) -> bool:
    """Say whether a number is one that everybody can reach."""
    if isinstance(number, IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if int(number) >> 32 == IPV4_IN_IPV6:
            inner = IPv4Address(int(number) & 0xFFFFFFFF)
        number = inner or number
    return number.is_global and not number.is_multicast and not number.is_reserved
