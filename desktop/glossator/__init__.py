"""Glossator: an analyst's desk for tagging what an article says, and the one place of its version."""

import os

__version__ = "0.1.0"

# numpy's linear algebra would start a thread for each processor, which waits busily for work that is small here
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
