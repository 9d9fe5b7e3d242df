"""Passwords (密码): argon2id in threads of its own, and what a password may not be."""

from __future__ import annotations

import asyncio
import secrets as randomness
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from jointhall.kernel.words import _

T = TypeVar("T")

SHORTEST, LONGEST = 8, 128

# OWASP's smallest setting: 19 MiB and two passes; two at a time keep memory bounded in a flood.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

_OFTEN = """
12345678 123456789 1234567890 11111111 00000000 88888888 66666666 87654321 12341234 11223344
password password1 passw0rd qwertyui qwertyuiop qwer1234 1qaz2wsx q1w2e3r4 asdfghjk asdf1234
a1234567 a12345678 a123456789 aa123456 aa12345678 abc12345 abc123456 abcd1234 abcdefgh
admin123 admin888 administrator iloveyou woaini520 woaini1314 5201314520 zhang123 wang1234
123qweasd 123456789a 12345678a qq123456 qazwsxedc 147258369 123123123 112233445566 zxcvbnm123
"""
COMMON = frozenset(_OFTEN.split())


async def hashed(password: str) -> str:
    """The argon2id hash of a password, salted."""
    return await _in_thread(lambda: _hasher.hash(password))


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; for nobody's it takes as long, so that no login is found out."""

    def verify() -> bool:
        try:
            return _hasher.verify(password_hash or _nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False

    # Longer ones are not kept, so that a megabyte of password costs nothing.
    right = await _in_thread(verify) if len(password) <= LONGEST else False
    return right and password_hash is not None


def initial_password() -> str:
    """A first password to hand over, easy to read out: `k7mp-x2ad-9qhn`."""
    letters = "".join(randomness.choice(_LETTERS) for _place in range(12))
    return "-".join(letters[i : i + 4] for i in (0, 4, 8))


def trouble_with(password: str, *, login: str, name: str) -> str:
    """Why this cannot be somebody's password, in words; empty when it can."""
    if len(password) < SHORTEST:
        return _("密码至少要 %(n)s 位。", n=SHORTEST)
    if len(password) > LONGEST:
        return _("密码最多 %(n)s 位。", n=LONGEST)
    plain = password.lower()
    if plain in COMMON or len(set(plain)) < 3:
        return _("这个密码太常见，别人一猜就中，请换一个。")
    if any(len(known) > 2 and known.lower() in plain for known in (login, name)):
        return _("密码里不要有自己的账号或姓名。")
    return ""


@cache
def _nobodys() -> str:
    return _hasher.hash(randomness.token_hex(16))


async def _in_thread(act: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, act)
