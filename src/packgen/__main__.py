"""`python -m packgen` is `packgen`."""

from packgen.cli.main import main

main()
