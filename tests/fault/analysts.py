"""Works through analyses in a process that can be killed.

analysts.py work          does all surveys that wait, and prints how many it took up
analysts.py hang          takes up a survey whose child never answers
"""

from __future__ import annotations

import sys
from dataclasses import replace

CHILD = """
import sys
from liuhen.adapters.workshop.kinds import MAKERS
from liuhen.ports.workshop import WorkKind
MAKERS[WorkKind.SURVEY] = "liuhen.adapters.workshop.tests.makers:sleeping"
from liuhen.adapters.workshop.child import main
main()
"""


def main() -> None:
    """Do as asked."""
    from liuhen.site.cli.start import start_django

    start_django()
    from liuhen.adapters.workshop.parent import ChildWorkshop
    from liuhen.apps.findings.jobs import work_through
    from liuhen.ports.outside import install, outside
    from liuhen.ports.workshop import WorkKind

    if sys.argv[1] == "hang":
        install(replace(outside(), workshop=ChildWorkshop(command=[sys.executable, "-c", CHILD])))
    print(work_through((WorkKind.SURVEY,), lambda: False))


if __name__ == "__main__":
    main()
