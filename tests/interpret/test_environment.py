"""Settings of the environment, through the libraries that read them: their defaults are what is known."""

from __future__ import annotations

import pytest

from scanner.interpret.values import Configured, Undecided
from tests.interpret.build import interpret


@pytest.mark.parametrize(
    "source",
    [
        "import os\npath, flag, count = os.getenv('P', '/api'), None, 3",
        "from decouple import config\npath, flag = config('P', default='/api'), config('F', default='no', cast=bool)",
        "from decouple import Config\nc = Config(r)\npath, flag = c('P', '/api'), c('F', cast=bool, default=False)",
        "import environ\nenv = environ.Env(P=(str, '/api'), F=(bool, False))\npath, flag = env('P'), env('F')",
        "import environ\nenv = environ.Env()\npath, flag = env.str('P', default='/api'), env.bool('F', False)",
        "from environs import Env\nenv = Env()\nenv.read_env()\npath, flag = env('P', '/api'), env.bool('F', False)",
        "from starlette.config import Config\nc = Config('.env')\n"
        "path, flag = c('P', default='/api'), c('F', cast=bool, default=False)",
        "from decouple import config\npath = config('P', default='API', cast=lambda v: '/' + v.lower())\nflag = None",
    ],
)
def test_a_default_is_taken_as_it_is_in_a_path_and_leaves_a_test_open(source: str) -> None:
    names = interpret(source).importer.modules["main"].frame.names
    assert names["path"] == "/api"
    if "lambda" not in source:
        assert isinstance(names["path"], Configured)
    flag = names["flag"]
    assert flag is None or (isinstance(flag, Undecided) and flag.default is False)
