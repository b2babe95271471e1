"""Runs dicli, spending as little as possible on starting and ending.

The garbage collector finds nothing while modules are imported and little in a run: off for the imports, then seldom.
All output is written and flushed when `main` returns, so that the process can end at once, without taking apart what
it made. Both together save about a sixth of a run.
"""

import gc
import os
import sys

SELDOM = 1_000_000  # new objects; a large catalogue read for the first time makes millions, and no cycles


def run() -> None:
    """Runs the command line of this process and ends it with its status."""
    gc.disable()
    try:
        from dicli.commands.app import main

        gc.freeze()
        gc.set_threshold(SELDOM)
        gc.enable()
        status = main()
    except KeyboardInterrupt:  # while modules are imported
        status = 130
    os._exit(status)


if __name__ == "__main__":
    try:
        if sys.path[0] == os.getcwd():  # where `python -m` looks first; nothing there is ours to run
            del sys.path[0]
    except FileNotFoundError:  # the current directory was removed
        pass
    run()
