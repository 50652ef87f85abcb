"""Captured files to pages: unpacking, encodings, formats, what stands beside the captures."""
