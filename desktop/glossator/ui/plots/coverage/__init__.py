"""Progress: documents by status, and in each the sentences that were read and tagged."""
