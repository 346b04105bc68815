"""Reading: bytes become plain data that knows its file and line."""
