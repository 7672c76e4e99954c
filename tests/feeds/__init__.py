"""Every feed on files of its own, on real ones where there are any, and on hostile ones."""
