"""Service items (政务服务事项): one sheet is guide, form, steps, letters and its own examples.

What is given out here is the door for the `rules.py` beside a sheet; nothing else may be imported
there.
"""

from jointhall.service_items.hooks.door import Filing, Keep, Tell, check, effect, figure

__all__ = ["Filing", "Keep", "Tell", "check", "effect", "figure"]
