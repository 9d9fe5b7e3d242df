"""The kit every door shares: who comes, what they may, pages, errors, headers, the public cache."""
