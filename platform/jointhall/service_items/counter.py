"""Where and when a form is filled in (受理地): the township, the day, the county's townships."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """A township by its division code (12 digits) and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter at which somebody stands: handling township, today, townships to choose from."""

    here: Place
    today: date
    townships: tuple[Place, ...]

    def township(self, said: str) -> Place | None:
        """The township with this code or name; a code may leave out the trailing zeros."""
        for place in self.townships:
            if said in (place.code, place.name) or (
                said.isdigit() and len(said) >= 9 and said.ljust(12, "0") == place.code
            ):
                return place
        return None
