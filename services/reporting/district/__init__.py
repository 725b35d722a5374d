"""The report about a year of the district: money as the ledger has it, goals, what is overdue."""
