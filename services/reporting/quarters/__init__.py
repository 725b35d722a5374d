"""Quarterly figures of the WJH: what they are, whether they add up, what the team may see. Pure."""
