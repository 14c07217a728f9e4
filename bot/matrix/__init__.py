"""Matrix: one module each for what comes in, what goes out, how it can fail, the login, the rooms and the loop."""
