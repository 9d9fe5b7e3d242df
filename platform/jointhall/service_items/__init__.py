"""Service items (政务服务事项): one sheet is the guide, the form, the steps, the letters and its own examples."""
