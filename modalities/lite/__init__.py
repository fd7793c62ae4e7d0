"""The embedded default space: one small image trunk sees everything as a picture.

Labels bind what it sees to text. docs/lite.md says how it is fitted, on what, and how good it is.
"""
