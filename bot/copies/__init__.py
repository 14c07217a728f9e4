"""Copies of everything: made, sealed, kept, checked, put back, and moved to another database."""
