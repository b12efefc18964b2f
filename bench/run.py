"""The entry of `make bench` and of those beside it: `python bench/run.py [batch | watch] --help` says what it takes."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # A script sees its own folder; the package `bench` is one above.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    if sys.argv[1:2] == ["batch"]:
        from bench import batch

        sys.exit(batch.main(sys.argv[2:]))
    if sys.argv[1:2] == ["watch"]:
        from bench import watch

        sys.exit(watch.main(sys.argv[2:]))
    from bench.main import main

    sys.exit(main())
