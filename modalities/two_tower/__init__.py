"""Spaces from Hugging Face transformers: models with one tower per modality, trained on pairs.

CLIP and SigLIP bind images to text, CLAP binds audio to text. docs/spaces.md says which to choose.
"""
