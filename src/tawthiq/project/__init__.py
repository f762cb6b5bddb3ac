"""One archive on one machine: its folder, its settings, and how the parts are put together."""
