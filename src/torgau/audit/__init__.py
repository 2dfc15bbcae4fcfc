"""The audit: what a document gets wrong, contradicts, leaves out and copies, compared with the record."""
