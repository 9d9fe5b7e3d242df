"""The clock (时限): what day it is, which days are worked, and when something is due."""
