"""The Summary page: views that answer a question each, drawn with pyqtgraph once they are shown."""
