"""Opens a record export that was taken away under a passphrase, by its published description alone.

Shares no code with Windward: the format of age (https://c2sp.org/age) with its scrypt stanza, ChaCha20-Poly1305
(RFC 8439) written out, and the lines that docs/formats/export.md describes. Prints how many entries
there are and one kind a line. `python3 open_export.py FILE`, the passphrase in WINDWARD_PASSPHRASE.
"""

import base64
import hashlib
import hmac
import json
import os
import struct
import sys

CHUNK = 64 * 1024
TAG = 16


def unpadded(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def hkdf(secret, salt, info):
    prk = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(prk, info + b"\x01", "sha256")


def rotated(word, bits):
    return (word << bits | word >> (32 - bits)) & 0xFFFFFFFF


def quarter(s, a, b, c, d):
    s[a] = s[a] + s[b] & 0xFFFFFFFF
    s[d] = rotated(s[d] ^ s[a], 16)
    s[c] = s[c] + s[d] & 0xFFFFFFFF
    s[b] = rotated(s[b] ^ s[c], 12)
    s[a] = s[a] + s[b] & 0xFFFFFFFF
    s[d] = rotated(s[d] ^ s[a], 8)
    s[c] = s[c] + s[d] & 0xFFFFFFFF
    s[b] = rotated(s[b] ^ s[c], 7)


ROUND = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)]
ROUND += [(0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]


def block(key, counter, nonce):
    start = list(struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<I", counter) + nonce))
    state = start[:]
    for _ in range(10):
        for places in ROUND:
            quarter(state, *places)
    return struct.pack("<16I", *(a + b & 0xFFFFFFFF for a, b in zip(state, start)))


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(message), 16):
        part = int.from_bytes(message[at : at + 16] + b"\x01", "little")
        total = (total + part) * r % ((1 << 130) - 5)
    total += int.from_bytes(key[16:], "little")
    return (total & (1 << 128) - 1).to_bytes(16, "little")


def opened(key, nonce, sealed):
    """ChaCha20-Poly1305 without associated data."""
    cipher, tag = sealed[:-TAG], sealed[-TAG:]
    padded = cipher + bytes(-len(cipher) % 16) + struct.pack("<QQ", 0, len(cipher))
    if not hmac.compare_digest(poly1305(block(key, 0, nonce)[:32], padded), tag):
        sys.exit("another passphrase, or the file was changed")
    stream = b"".join(block(key, 1 + at // 64, nonce) for at in range(0, len(cipher), 64))
    return bytes(a ^ b for a, b in zip(cipher, stream))


def decrypted(data, passphrase):
    head, mac_line = data.split(b"\n--- ", 1)
    mac, payload = mac_line.split(b"\n", 1)
    lines = head.split(b"\n")
    if lines[0] != b"age-encryption.org/v1":
        sys.exit("not a file in the format of age")
    kind, salt, work = lines[1].decode().removeprefix("-> ").split(" ")
    if kind != "scrypt" or not 1 <= int(work) <= 22:
        sys.exit("not under a passphrase")
    salt = b"age-encryption.org/v1/scrypt" + unpadded(salt)
    size = 1 << int(work)
    wrapping = hashlib.scrypt(passphrase, salt=salt, n=size, r=8, p=1, maxmem=size * 1100, dklen=32)
    file_key = opened(wrapping, bytes(12), unpadded(b"".join(lines[2:]).decode()))
    right = hmac.digest(hkdf(file_key, b"", b"header"), head + b"\n---", "sha256")
    if not hmac.compare_digest(right, unpadded(mac.decode())):
        sys.exit("the head of the file was changed")
    key, rest = hkdf(file_key, payload[:16], b"payload"), payload[16:]
    out, count = [], 0
    while True:
        part, rest = rest[: CHUNK + TAG], rest[CHUNK + TAG :]
        out.append(opened(key, struct.pack(">Q", count).rjust(11, b"\0") + (b"\0" if rest else b"\1"), part))
        count += 1
        if not rest:
            return b"".join(out)


def main():
    with open(sys.argv[1], "rb") as file:
        text = decrypted(file.read(), os.environ["WINDWARD_PASSPHRASE"].encode())
    lines = [json.loads(line) for line in text.decode().splitlines()]
    first, rest = lines[0], lines[1:]
    if first["windward"] != "record" or first["format"] != 1:
        sys.exit("not a record export of format 1")
    ladders, entries = rest[: first["frameworks"]], rest[first["frameworks"] :]
    for ladder in ladders:
        if hashlib.sha256(ladder["text"].encode()).hexdigest() != ladder["framework"]:
            sys.exit("a ladder under a hash that is not its own")
    if len(entries) != first["entries"]:
        sys.exit("the file was cut short")
    print(len(entries))
    for entry in entries:
        print(entry["put"]["kind"] if "put" in entry else "withdrawn")


main()
