"""The beginning of the frozen program."""

import sys

from glossator.__main__ import main

sys.exit(main())
