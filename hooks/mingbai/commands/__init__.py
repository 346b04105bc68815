"""Commands: one module per verb of the command line, `run(arguments) -> exit code`."""
