"""Where the steps run: this machine, one process or several."""
