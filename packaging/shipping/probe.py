"""A second beginning, built for the proofs and never shipped: it runs a file with the frozen Python and libraries."""

import runpy
import sys

sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
