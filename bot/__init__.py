"""The process and its edges: settings, command line, networks, web, delivery, wiring."""
