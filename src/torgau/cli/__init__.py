"""The command line. Each command is one module that exposes a click command named `command`."""
