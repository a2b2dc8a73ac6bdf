"""Other people's file formats and our own for exchange: one module per format, which reads and writes it."""
