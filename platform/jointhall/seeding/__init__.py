"""The demo county (示范县): a believable place with half-finished cases, made by the real acts."""

from .county import seed_once

__all__ = ["seed_once"]
