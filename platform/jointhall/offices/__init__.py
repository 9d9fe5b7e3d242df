"""Offices (站所办): bureaus, stations, counters, villages, and the posts officers hold in them."""
