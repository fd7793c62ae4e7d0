"""Bulk ingests in the background: accepted once they are on the disk, and then never forgotten."""
