"""Colours of pictures, read and judged."""
