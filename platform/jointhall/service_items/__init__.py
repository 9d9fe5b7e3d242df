"""Service items (政务服务事项): one sheet is guide, form, steps, letters and its own examples."""
