"""The PDF writer; writer.py is its front door, one file a concern behind it."""
