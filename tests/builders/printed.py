"""What a printed letter says, read out of its PDF."""

from __future__ import annotations

import io

import pikepdf


def told_in(pdf: bytes) -> str:
    """The words of the page, by the map from glyphs to letters that each font carries."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        said = []
        for page in opened.pages:
            fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
            current: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    current = fonts[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for part in parts:
                        if isinstance(part, pikepdf.String):
                            raw = bytes(part)
                            said += [
                                current.get(int.from_bytes(raw[i : i + 2], "big"), "")
                                for i in range(0, len(raw), 2)
                            ]
        return "".join(said)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    found: dict[int, str] = {}
    for line in font.ToUnicode.read_bytes().decode("latin-1").splitlines():
        parts = line.replace("<", " ").replace(">", " ").split()
        if len(parts) == 2 and line.lstrip().startswith("<"):
            found[int(parts[0], 16)] = bytes.fromhex(parts[1]).decode("utf-16-be")
    return found
