"""Checks a bundle (凭证包) by itself: needs Python 3.11 or later and `cryptography`, nothing else.

    python verify_bundle.py BUNDLE.zip [--keys KEYS.json]

Exit code 0: everything holds; 1: something does not, and the first such thing is named; 2: asked
wrongly. KEYS.json is what the county publishes; without it the fingerprints are printed, to be
compared by hand with those that either side gives out.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

FORMAT = "jointhall-bundle/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
DOSSIER, HISTORY = "dossier.json", "history.json"
MOST_BYTES = 2 * 1024**3  # More than that unpacked is no bundle but a way to fill a disk.
FIRST_LINK = hashlib.sha256(b"jointhall exchange").hexdigest()
EPOCH, BEIJING = datetime(1970, 1, 1, tzinfo=UTC), timezone(timedelta(hours=8))
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")

WORDS = {
    "no zip": "这不是凭证包，或者没有下载完整",
    "part missing": "包里少了 {name}",
    "part added": "包里多了清单上没有的 {name}",
    "part twice": "包里有两份 {name}",
    "too large": "包里的东西大得不像凭证包",
    "unreadable": "{name} 读不懂：被改过，或者没有下载完整",
    "manifest": "清单的签名不对：清单被改过，或者不是写着的那一家导出的",
    "key changed": "{who}的公钥和公布的不一样",
    "key unknown": "公布的公钥里没有{who}",
    "authority": "签发印章的机构和公布的不一样",
    "no key": "包里没有{who}的公钥",
    "part": "{name} 被改过：和清单上的校验码对不上",
    "envelope": "{name} 被改过：内容和信封的校验码对不上",
    "sender": "{name} 的发件签名不对",
    "receipt": "{name} 的回执签名不对",
    "no receipt": "{name} 是收到的，却没有回执",
    "link": "{name} 没有接上同一方向的前一封",
    "twice": "{name} 和另一封是同一个号",
    "stranger": "{name} 不是导出这一家发出或收到的",
    "thread": "{name} 说的不是这件办件",
    "paper gone": "{name} 里写着的材料“{paper}”不在包里",
    "paper": "卷宗里的材料“{paper}”和它的校验码对不上",
    "line": "办理历史第 {n} 行接不上，或者被改过",
    "other case": "办理历史不是这件办件的",
    "letter": "文书“{letter}”和它的校验码对不上",
    "seal": "文书“{letter}”的印章验不过：盖章以后被改过，或者不是正式的印章",
    "holds": "都对得上：{parts} 个文件、{envelopes} 封信封、{receipts} 份回执、"
    "{lines} 行历史、{papers} 份材料（另 {gone} 份这家已没有）、{letters} 份文书（章：{seals}）。",
    "made": "{who} {when} 导出，办件号 {number}。",
    "keys": "没有拿公布的公钥来比。请把下面的指纹和两边公布的核对：",
    "fingerprint": "  {who}  {fingerprint}",
    "authorities": "签发印章的机构",
    "compared": "公钥和公布的一样。",
    "cannot": "验不出来的：有没有少放信封、文书，历史是不是到导出那天为止——请和对方的凭证包对着看；"
    "卷宗里的话，信封、历史、文书里没有的，是导出这一家自己说的；文书后来有没有作废，请扫上面的二维码。",
    "fails": "对不上：{words}",
    "usage": "用法：python verify_bundle.py 凭证包.zip [--keys 公钥.json]",
}


class Flaw(Exception):
    """The first thing that does not hold, in words; `key` says which kind of thing it is."""

    def __init__(self, key: str, **told: object) -> None:
        super().__init__(WORDS[key].format(**told))
        self.key = key


Keys = Mapping[str, tuple[str, str]]
Published = tuple[Mapping[str, str], Sequence[str]]
"""Whom one trusts: tenant id → Ed25519 public key in hex, and who may issue seals, as PEM."""


def published_in(told: Mapping[str, Any]) -> Published:
    """What KEYS.json says."""
    return {id: one["ed25519"] for id, one in told["keys"].items()}, list(told["authorities"])


def verify(path: Path, published: Published | None = None) -> dict[str, Any]:
    """What the bundle says of itself and how much of each was checked; raises Flaw."""
    parts = _parts(path)
    manifest = _json(parts, MANIFEST)
    if manifest.get("format") != FORMAT:
        raise Flaw("unreadable", name=MANIFEST)
    with _reading(MANIFEST):
        keys = {id: (said["name"], said["ed25519"]) for id, said in manifest["keys"].items()}
        listed = {name: (said["size"], said["sha256"]) for name, said in manifest["files"].items()}
        maker, about, number = manifest["made_by"], manifest["about"], manifest["about"]["number"]
        made_at = datetime.fromisoformat(manifest["made_at"]).astimezone(BEIJING)
        roots = [x509.load_pem_x509_certificate(one.encode()) for one in manifest["authorities"]]
    if published is not None:
        _keys_hold(keys, manifest["authorities"], published)
    if not _signed(keys, maker, parts[SIGNATURE], f"{FORMAT}\n".encode() + parts[MANIFEST]):
        raise Flaw("manifest")
    _parts_hold(parts, listed)
    dossier = _json(parts, DOSSIER)
    envelopes = {one: _json(parts, one) for one in sorted(parts) if one.startswith("envelopes/")}
    receipts = _envelopes_hold(envelopes, keys, maker, about)
    with _reading(DOSSIER):
        papers = _papers_hold(parts, dossier, envelopes)
    lines = _history_holds(_json(parts, HISTORY), maker, about) if HISTORY in parts else 0
    with _reading(DOSSIER):
        seals = _letters_hold(parts, dossier, roots)
    return {
        "made_by": keys[maker][0], "made_at": f"{made_at:%Y-%m-%d %H:%M}", "number": number,
        "keys": keys, "parts": len(listed), "envelopes": len(envelopes), "receipts": receipts,
        "lines": lines, "papers": papers, "letters": len(seals),
        "gone": len(dossier.get("erased", ())), "seals": "、".join(sorted(set(seals))) or "-",
        "authorities": [one.public_bytes(Encoding.DER).hex() for one in roots],
    }  # fmt: skip


def fingerprint(key: str) -> str:
    """A public key (hex) as people compare it: its SHA-256 in groups of four."""
    digest = hashlib.sha256(_hex(key)).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def _parts(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as bundle:
            members = bundle.infolist()
            if sum(one.file_size for one in members) > MOST_BYTES:
                raise Flaw("too large")
            parts: dict[str, bytes] = {}
            for one in members:
                if one.filename in parts:
                    raise Flaw("part twice", name=one.filename)
                parts[one.filename] = bundle.read(one)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Flaw("no zip") from error
    for name in (MANIFEST, SIGNATURE, DOSSIER):
        if name not in parts:
            raise Flaw("part missing", name=name)
    return parts


def _parts_hold(parts: Mapping[str, bytes], listed: Mapping[str, tuple[int, str]]) -> None:
    for name, (size, sha256) in listed.items():
        if name not in parts:
            raise Flaw("part missing", name=name)
        if len(parts[name]) != size or hashlib.sha256(parts[name]).hexdigest() != sha256:
            raise Flaw("part", name=name)
    for name in sorted(parts.keys() - listed.keys() - {MANIFEST, SIGNATURE}):
        raise Flaw("part added", name=name)


def _keys_hold(keys: Keys, authorities: Sequence[str], published: Published) -> None:
    trusted, issuing = published
    for id, (name, key) in keys.items():
        if trusted.get(id) != key:
            raise Flaw("key changed" if id in trusted else "key unknown", who=name)
    if not set(authorities) <= set(issuing):
        raise Flaw("authority")


def _envelopes_hold(
    envelopes: Mapping[str, dict[str, Any]],
    keys: Keys,
    maker: str,
    about: Mapping[str, Any],
) -> int:
    """Each envelope by itself and after the one before it; how many have a receipt."""
    hashes: dict[tuple[str, str, int], str] = {}
    for name, one in envelopes.items():
        with _reading(name):
            if maker not in (one["from"], one["to"]):
                raise Flaw("stranger", name=name)
            if one["thread"] not in about["threads"]:
                raise Flaw("thread", name=name)
            if _envelope_hash(one) != one["hash"]:
                raise Flaw("envelope", name=name)
            if not _signed(keys, one["from"], _hex(one["signature"]), _hex(one["hash"])):
                raise Flaw("sender", name=name)
            if one["receipt"] is not None:
                text = b"received|" + _hex(one["hash"]) + str(one["delivered_at"]).encode()
                if not _signed(keys, one["to"], _hex(one["receipt"]), text):
                    raise Flaw("receipt", name=name)
            elif one["to"] == maker:
                raise Flaw("no receipt", name=name)
            place = (one["from"], one["to"], one["seq"])
            if place in hashes:
                raise Flaw("twice", name=name)
            hashes[place] = one["hash"]
    for name, one in envelopes.items():
        with _reading(name):
            # Between two of this matter there may be one of another.
            before = hashes.get((one["from"], one["to"], one["seq"] - 1), one["prev_hash"])
            if one["prev_hash"] != (FIRST_LINK if one["seq"] == 1 else before):
                raise Flaw("link", name=name)
    return sum(one["receipt"] is not None for one in envelopes.values())


def _envelope_hash(one: Mapping[str, Any]) -> str:
    head = [one["id"], one["from"], one["to"], one["seq"], one["kind"], one["thread"],
            one["sent_at"]]  # fmt: skip
    said = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
    body = hashlib.sha256(one["body"].encode()).digest()
    return hashlib.sha256(_hex(one["prev_hash"]) + said + body).hexdigest()


def _papers_hold(
    parts: Mapping[str, bytes],
    dossier: Mapping[str, Any],
    envelopes: Mapping[str, Mapping[str, Any]],
) -> int:
    """Papers of the dossier are what they say, and every paper an envelope names is among them."""
    there = set()
    for paper in dossier["papers"]:
        content = parts.get(paper["path"])
        if content is None or hashlib.sha256(content).hexdigest() != paper["sha256"]:
            raise Flaw("paper", paper=paper["name"])
        there.add(paper["sha256"])
    gone = set(dossier.get("erased", ()))
    for name, one in envelopes.items():
        with _reading(name):
            for paper in json.loads(one["body"]).get("papers", ()):
                if paper["sha256"] not in there | gone:
                    raise Flaw("paper gone", name=name, paper=paper["name"])
    return len(dossier["papers"])


def _history_holds(history: Mapping[str, Any], maker: str, about: Mapping[str, Any]) -> int:
    with _reading(HISTORY):
        if history["tenant_id"] != maker or history["case_id"] != about["id"]:
            raise Flaw("other case")
        seq, last = 0, hashlib.sha256(about["id"].encode()).hexdigest()
        for line in history["lines"]:
            if (line["seq"], line["prev_hash"]) != (seq + 1, last) or _line_hash(
                history, line
            ) != line["hash"]:
                raise Flaw("line", n=seq + 1)
            seq, last = line["seq"], line["hash"]
        return seq


def _line_hash(history: Mapping[str, Any], line: Mapping[str, Any]) -> str:
    micros = (datetime.fromisoformat(line["at"]) - EPOCH) // timedelta(microseconds=1)
    fields = [
        history["tenant_id"], history["case_id"], str(line["seq"]), str(micros), line["act"],
        line["words"], line["note"], line["who_kind"], line["who_id"], line["who_name"],
        line["who_office"],
    ]  # fmt: skip
    return hashlib.sha256(_hex(line["prev_hash"]) + "\x1f".join(fields).encode()).hexdigest()


def _letters_hold(
    parts: Mapping[str, bytes], dossier: Mapping[str, Any], roots: Sequence[x509.Certificate]
) -> list[str]:
    """Letters are what they say and sealed; whose seal each bears."""
    seals = []
    for letter in dossier["letters"]:
        if not letter["path"]:
            continue
        pdf = parts.get(letter["path"])
        if pdf is None or hashlib.sha256(pdf).hexdigest() != letter["sha256"]:
            raise Flaw("letter", letter=letter["title"])
        if not (seal := sealed_by(pdf, roots)):
            raise Flaw("seal", letter=letter["title"])
        seals.append(seal)
    return seals


def sealed_by(pdf: bytes, roots: Sequence[x509.Certificate]) -> str:
    """Whose seal (PAdES) covers the whole PDF and was issued by one of `roots`; "" for nobody's."""
    try:
        at = pdf.rindex(b"/ByteRange")
        begin, end = pdf.index(b"[", at) + 1, pdf.index(b"]", at)
        first, length, second, rest = (int(n) for n in pdf[begin:end].split())
        if first != 0 or second + rest != len(pdf):
            return ""
        kept = pdf[length:second].strip(b"<>")
        covered = hashlib.sha256(pdf[:length] + pdf[second:]).digest()
        return _signer(bytes.fromhex(kept.decode("ascii")), covered, roots)
    except (ValueError, LookupError, TypeError, InvalidSignature, StopIteration):
        return ""


def _signer(der: bytes, covered: bytes, roots: Sequence[x509.Certificate]) -> str:
    """Who signed these bytes (CMS, RFC 5652), with a seal that one of `roots` issued."""
    # Only the first value: the place kept free for a signature is filled up with zeros.
    _oid, wrapped = _read(next(_read(der))[1])
    signed_data = [*_read(next(_read(wrapped[1]))[1])]
    certificates = next(one[1] for one in signed_data if one[0] == 0xA0)
    signer = [*_read(next(_read(signed_data[-1][1]))[1])]
    serial = int.from_bytes([*_read(signer[1][1])][1][1], "big", signed=True)
    attributes = next(one for one in signer if one[0] == 0xA0)
    told = [one[1] for one in _read(attributes[1]) if one[1].startswith(MESSAGE_DIGEST)]
    if [one[len(MESSAGE_DIGEST) :] for one in told] != [b"\x31\x22\x04\x20" + covered]:
        return ""
    issued = [x509.load_der_x509_certificate(one[2]) for one in _read(certificates)]
    seal = next(one for one in issued if one.serial_number == serial)
    signature = next(one[1] for one in reversed(signer) if one[0] == 0x04)
    key = seal.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return ""
    key.verify(signature, b"\x31" + attributes[2][1:], ec.ECDSA(SHA256()))
    for root in roots:
        with suppress(ValueError, TypeError, InvalidSignature):
            seal.verify_directly_issued_by(root)
            return str(seal.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    return ""


def _read(der: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Values in DER, each with its tag, what is inside, and all of it."""
    at = 0
    while at < len(der):
        begin, length, head = at, der[at + 1], at + 2
        if length & 0x80:
            head += length & 0x7F
            length = int.from_bytes(der[at + 2 : head], "big")
        at = head + length
        if at > len(der):
            raise ValueError("cut short")
        yield der[begin], der[head:at], der[begin:at]


def _signed(keys: Keys, who: str, signature: bytes, text: bytes) -> bool:
    if who not in keys:
        raise Flaw("no key", who=who)
    with suppress(InvalidSignature, ValueError):
        Ed25519PublicKey.from_public_bytes(_hex(keys[who][1])).verify(signature, text)
        return True
    return False


def _hex(said: str) -> bytes:
    try:
        return bytes.fromhex(said)
    except (ValueError, TypeError):
        return b""


def _json(parts: Mapping[str, bytes], name: str) -> dict[str, Any]:
    with _reading(name):
        said = json.loads(parts[name])
        if isinstance(said, dict):
            return said
    raise Flaw("unreadable", name=name)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """What cannot be read in here is the fault of this part, and named so."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Flaw("unreadable", name=name) from error


def main(arguments: Sequence[str]) -> int:
    """The verifier at the terminal; its exit code."""
    said, has_keys = [one for one in arguments if one != "--keys"], "--keys" in arguments
    try:
        bundle, *keys = [Path(one) for one in said]
        published = published_in(json.loads(keys[0].read_text("utf-8"))) if has_keys else None
    except (ValueError, LookupError, TypeError, AttributeError, OSError):
        sys.stderr.write(WORDS["usage"] + "\n")
        return 2
    try:
        found = verify(bundle, published)
    except Flaw as flaw:
        _say("fails", words=flaw)
        return 1
    _say("made", who=found["made_by"], when=found["made_at"], number=found["number"])
    _say("holds", **found)
    _say("compared" if published is not None else "keys")
    if published is None:
        issuing = [(WORDS["authorities"], one) for one in found["authorities"]]
        for name, key in [*found["keys"].values(), *issuing]:
            _say("fingerprint", who=name, fingerprint=fingerprint(key))
    _say("cannot")
    return 0


def _say(key: str, **told: object) -> None:
    sys.stdout.write(WORDS[key].format(**told) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
