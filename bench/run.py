"""The entry of `make bench`: `python bench/run.py --help` says what it takes."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # A script sees its own folder; the package `bench` is one above.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from bench.main import main

    sys.exit(main())
