"""What it costs: each measurement with its bound, and how it grows with the size."""
