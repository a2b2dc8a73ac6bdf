"""The timeline: events in lanes along a calendar, and a tray with those that have no date."""
