"""Looking back (Stichtag): what was known at the end of a day, and what held at its end as is known now."""
