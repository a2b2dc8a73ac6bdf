"""The plain values and laws of annotation: what would still be true if we annotated on paper."""
