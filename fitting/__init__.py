"""Fits what the program learns from the labelled calls in `training/`. For development only:
the program itself never imports this package, and needs none of its libraries."""
