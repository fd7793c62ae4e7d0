"""A service as a process of its own, to be killed: a random space, the shop's config."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
from catalogues import Catalogues

_CODE = """
import socket, sys
from pathlib import Path
import uvicorn
from catalogues import Catalogues
from world import SHOP
from router import Router
from router.config import build_config, parse_yaml
from router.service import ServiceCore, create_app
from router.testing import RandomSpace

config = build_config(parse_yaml(SHOP, "shop.yaml"))
store = Catalogues(*sys.argv[3:]).open(Path(sys.argv[1]), create=True)
router = Router(config, store, spaces=[RandomSpace()])
server = uvicorn.Server(uvicorn.Config(create_app(ServiceCore(router)), log_config=None))
server.run(sockets=[socket.socket(fileno=int(sys.argv[2]))])
"""


class Served:
    """One running process."""

    def __init__(self, store: Path, catalogues: Catalogues = Catalogues()) -> None:  # noqa: B008
        bound = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", _CODE, str(store), str(bound.fileno()), *catalogues.words],
            pass_fds=[bound.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        bound.close()
        self.client = httpx2.Client(base_url=self.url, timeout=60)
        for _ in range(600):
            if self._is_ready():
                return
            time.sleep(0.1)
        raise AssertionError("the service did not become ready")

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, "the service has ended"
        try:
            return self.client.get("/readyz").status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """As a power cut: nothing is finished."""
        self.process.kill()
        assert self.process.wait(30) == -signal.SIGKILL
        self.client.close()

    def stop(self) -> int:
        self.process.terminate()
        self.client.close()
        return self.process.wait(60)
