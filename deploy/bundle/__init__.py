"""The evidence that an auditor takes home: one ZIP, and one file of plain Python that checks it."""
