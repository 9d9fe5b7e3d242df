"""Every version of what was sent (历次提交): kept when a correction replaces it."""
