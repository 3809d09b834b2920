"""Another instance, for tests of two: a process of its own, on the SQLite of its LIUHEN_HOME, its clock standing still.

python -m liuhen.site.tests.another_home first WORK     the full case happens there
python -m liuhen.site.tests.another_home second         the same agency, without the case
python -m liuhen.site.tests.another_home liuhen ARGS…   a command there
"""

from __future__ import annotations

import sys
from pathlib import Path

from liuhen.site.cli.start import home, start_django


def main(act: str, *arguments: str) -> None:
    """Do one thing in the instance."""
    start_django()
    from liuhen.apps.documents.tests.conftest import NOW, make_world
    from liuhen.apps.journal.actions import publish
    from liuhen.site.cli.main import cli
    from liuhen.site.testing import outside_at
    from liuhen.site.tests.full_case import fill, make_second

    with outside_at(NOW, home=home()):
        if act == "liuhen":
            cli.main([*arguments], prog_name="liuhen")
        elif act == "first":
            fill(make_world(home()), Path(arguments[0]))
        else:
            make_second()
        publish()


if __name__ == "__main__":
    main(*sys.argv[1:])
