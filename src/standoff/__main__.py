"""`python -m standoff`: the command line without its script."""

import sys

from standoff.cli import main

if __name__ == "__main__":
    sys.exit(main())
