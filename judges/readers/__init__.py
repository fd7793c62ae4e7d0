"""Readers: values out of media."""
