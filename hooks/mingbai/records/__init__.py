"""Records: plain data becomes typed, frozen records, and together one Library."""
