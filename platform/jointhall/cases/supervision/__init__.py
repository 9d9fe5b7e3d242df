"""Supervision (督办): who is urged when a day comes near, who is told when it has gone by."""
