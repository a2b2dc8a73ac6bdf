@"%~dp0python.exe" -m glossator %*
