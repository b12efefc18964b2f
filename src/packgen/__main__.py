"""`python -m packgen` is `packgen`."""

from packgen.cli import main

main()
