"""Every speed figure that the project quotes, one module each. `python -m benchmarks`."""
