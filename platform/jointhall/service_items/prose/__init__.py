"""A sheet told as an official would tell it (说清楚): whole, or what is new in it."""

from jointhall.service_items.prose.differing import differences
from jointhall.service_items.prose.explaining import explained
from jointhall.service_items.prose.kinds import Kind
from jointhall.service_items.prose.paragraphs import Paragraph
from jointhall.service_items.prose.telling import Difference

__all__ = ["Difference", "Kind", "Paragraph", "differences", "explained"]
