"""What is handed in is judged by its content; what is kept holds nothing hidden."""

from __future__ import annotations

import asyncio
import io
import random
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from jointhall.documents.inspection import Inspected, inspect, look_through, size_in_words
from jointhall.documents.unfit import Unfit
from tests.builders import hostile

FORBIDDEN = (b"<script", b"CanaryCamera", b"evil.js", b"/JavaScript (", b"/Launch", b"PK\x05\x06")


def is_whole(kept: Inspected) -> None:
    """What was kept opens as the type it claims, and holds none of the hidden things."""
    for token in FORBIDDEN:
        assert token not in kept.data
    if kept.media_type == "application/pdf":
        with pikepdf.open(io.BytesIO(kept.data)) as pdf:
            assert len(pdf.pages) == kept.pages
        return
    with Image.open(io.BytesIO(kept.data)) as picture:
        picture.load()
        assert picture.get_format_mimetype() == kept.media_type
        assert picture.size == (kept.width, kept.height)
        assert not picture.getexif()
        assert getattr(picture, "n_frames", 1) == 1


@pytest.mark.parametrize("name", sorted(hostile.refused()))
def test_refused_with_a_plain_reason(name: str) -> None:
    make, reason = hostile.refused()[name]
    body = make()
    start = time.perf_counter()
    with pytest.raises(Unfit) as refusal:
        look_through(body)
    assert time.perf_counter() - start < 10
    assert reason in refusal.value.words
    assert refusal.value.what_next
    assert refusal.value.status == 422


@pytest.mark.parametrize("name", sorted(hostile.taken()))
def test_taken_and_made_clean(name: str) -> None:
    make, media_type = hostile.taken()[name]
    kept = look_through(make())
    assert kept.media_type == media_type
    is_whole(kept)


def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    kept = look_through(hostile.jpeg_with_place())
    assert (kept.width, kept.height) == (500, 800)
    assert kept.changed == ("照片里记录的拍摄地点已去掉",)


def test_a_large_photo_is_made_smaller_and_people_are_told() -> None:
    kept = look_through(hostile.encoded("JPEG", hostile.photo((6000, 4000))))
    assert (kept.width, kept.height) == (3000, 2000)
    assert "照片较大，已缩小，字迹不受影响" in kept.changed


def test_what_was_see_through_becomes_white() -> None:
    clear = hostile.encoded("PNG", Image.new("RGBA", (9, 9), (0, 0, 0, 0)))
    with Image.open(io.BytesIO(look_through(clear).data)) as picture:
        assert picture.getpixel((4, 4)) == (255, 255, 255)


def test_a_signed_pdf_is_kept_byte_for_byte() -> None:
    def signed(made: pikepdf.Pdf) -> None:
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), SigFlags=3)

    body = hostile.pdf(signed)
    assert look_through(body).data == body


def test_bit_flips_cuts_and_splices_end_in_a_clean_paper_or_a_reason() -> None:
    """500 mutations of all seeds: nothing but a clean paper or Unfit, each within 10 s."""
    dice = random.Random(hostile.SEED)
    small = [
        body for body in (make() for make, _ in hostile.taken().values()) if len(body) < 60_000
    ]
    outcomes = {"kept": 0, "refused": 0}
    for _ in range(500):
        body = bytearray(dice.choice(small))
        match dice.randrange(3):
            case 0:
                for _ in range(dice.randint(1, 30)):
                    body[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
            case 1:
                del body[dice.randrange(len(body)) :]
            case _:
                other = dice.choice(small)
                body[dice.randrange(len(body)) :] = other[dice.randrange(len(other)) :]
        start = time.perf_counter()
        try:
            is_whole(look_through(bytes(body)))
            outcomes["kept"] += 1
        except Unfit:
            outcomes["refused"] += 1
        assert time.perf_counter() - start < 10
    assert min(outcomes.values()) > 50, outcomes


WEIGH = """
import pathlib, re, sys
from jointhall.documents.inspection import look_through
from jointhall.documents.unfit import Unfit
for paper in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        look_through(paper.read_bytes())
    except Unfit:
        pass
told = pathlib.Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", told)[1]) // 1024)
"""


def test_memory_stays_small_whatever_comes(tmp_path: Path) -> None:
    """In a process of its own: bombs, a 50-megapixel photo and the rest take less than 512 MB."""
    bombs = {name: make() for name, (make, _) in hostile.refused().items()}
    bombs["photo"] = hostile.encoded("JPEG", hostile.photo((8600, 5800)))
    bombs["phone"] = hostile.heic(hostile.photo((1600, 1200)))
    bombs["screenshot"] = hostile.encoded("PNG", hostile.photo((6000, 5000)), compress_level=1)
    for number, body in enumerate(bombs.values()):
        (tmp_path / str(number)).write_bytes(body)
    weighed = subprocess.run(
        [sys.executable, "-c", WEIGH, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert int(weighed.stdout) < 512, f"{weighed.stdout} MB"


async def test_many_at_once_do_not_hold_up_the_others() -> None:
    body = hostile.encoded("JPEG", hostile.photo((3000, 2000)))
    longest = 0.0
    waiting = asyncio.gather(*(inspect(body) for _ in range(4)))
    while not waiting.done():
        start = time.perf_counter()
        await asyncio.sleep(0.005)
        longest = max(longest, time.perf_counter() - start)
    assert len(await waiting) == 4
    assert longest < 0.5


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 KB"), (850_000, "830 KB"), (2_516_582, "2.4 MB"), (20 << 20, "20 MB")],
)
def test_sizes_are_said_as_people_read_them(size: int, words: str) -> None:
    assert size_in_words(size) == words
