"""`python -m mingbai`: the command line."""
from __future__ import annotations

import sys

from mingbai.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
