"""The place map: places with their coordinates as exactly as they are known, arrows between them, and a tray."""
