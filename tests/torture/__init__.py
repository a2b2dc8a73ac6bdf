"""Torture: kill -9, power cuts, full disks, damaged bytes and random work; `make torture` runs all of it at length."""
