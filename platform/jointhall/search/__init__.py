"""Search (搜索): what can be found at each door, by any word people use for it."""
