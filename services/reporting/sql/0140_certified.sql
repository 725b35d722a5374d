-- A statement may reach the office only once a second person at the Träger has certified it.
alter table known_statement add column certified_on date;
