"""A paragraph of an explained sheet (段落)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A short paragraph: its title, one or a few sentences, and rows when there is a list."""

    title: str
    text: str
    rows: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = [f"【{self.title}】{self.text}", *(f"  - {row}" for row in self.rows)]
        return "\n".join(said)
