"""Offices (站所办): bureaus, stations, counters, leaders, villages, and the posts in them."""
