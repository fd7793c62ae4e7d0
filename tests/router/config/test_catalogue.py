"""The key ``catalogue``: a server's address, whose password no message shows."""

import pytest
from world import SHOP

from router.config import Config, build_config, parse_yaml
from router.errors import ConfigError
from router.opening import server_of


def config(catalogue: str) -> Config:
    return build_config(parse_yaml(f"{SHOP}catalogue: {catalogue}\n", "shop.yaml"))


def test_without_it_the_catalogue_is_a_file() -> None:
    assert server_of(build_config(parse_yaml(SHOP, "shop.yaml"))) is None
    assert server_of(config("null")) is None


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_the_parts_of_an_address_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    for name, value in (("WHO", "me"), ("SECRET", "p@ss/w:rd%41"), ("WHERE", "db.example")):
        monkeypatch.setenv(name, value)
    server = server_of(
        config(
            f"{{url: '{scheme}://${{WHO}}:${{SECRET}}@${{WHERE}}:5433/shop?sslmode=require', "
            "schema: wares, time_limit: 5, connections: 3}"
        )
    )
    assert server is not None
    url = server.url
    assert (url.username, url.password, url.host) == ("me", "p@ss/w:rd%41", "db.example")
    assert (url.port, url.database, url.query["sslmode"]) == (5433, "shop", "require")
    assert (server.schema, server.time_limit, server.connections) == ("wares", 5.0, 3)
    assert server.name == "postgresql://db.example:5433/shop"
    assert "p@ss" not in repr(server)


def test_a_whole_address_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = config("{url: '${DATABASE_URL}'}")  # needs nothing of the environment yet
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hush@[::1]/shop")
    server = server_of(loaded)
    assert server is not None
    assert (server.schema, server.name) == ("crossjudge", "postgresql://[::1]/shop")
    for wrong in ("mysql://u:hush@h/d", "hush", "postgresql://u:hush@h:port/d", "sqlite:///hush"):
        monkeypatch.setenv("DATABASE_URL", wrong)
        with pytest.raises(ConfigError, match=r"shop\.yaml: catalogue\.url: .* expected") as caught:
            server_of(loaded)
        assert "hush" not in str(caught.value)
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(ConfigError, match=r"\$\{DATABASE_URL\} is not set"):
        server_of(loaded)


@pytest.mark.parametrize(
    ("catalogue", "said"),
    [
        ("postgresql://u:hush@h/d", "catalogue: found something else, expected {url: postgresql"),
        ("[hush]", "catalogue: found something else"),
        ("{}", "catalogue.url: missing"),
        ("{url: [hush]}", "catalogue.url: found something else"),
        ("{url: ''}", "catalogue.url: found something else"),
        ('{url: "postgresql://u:hush@h/d\\0"}', "catalogue.url: found something else"),
        ("{url: hush}", "catalogue.url: not the URL of a database"),
        ("{url: 'postgresql://u:hush@h:port/d'}", "catalogue.url: not the URL of a database"),
        ("{url: 'postgresql://u:hush@h'}", "catalogue.url: found no database's name"),
        ("{url: 'mysql://u:hush@h/d'}", "catalogue.url: found a mysql database, expected postgres"),
        ("{url: 'sqlite:///hush.db'}", "the catalogue is a SQLite file in the folder that --store"),
        ("{url: '${X}', password: hush}", "catalogue.password: unknown key; valid here: connecti"),
        ("{url: '${X}', schema: 'a b'}", "catalogue.schema: found 'a b'"),
        ("{url: '${X}', schema: A}", "catalogue.schema: found 'A'"),
        ("{url: '${X}', time_limit: 0}", "catalogue.time_limit: found 0"),
        ("{url: '${X}', connections: 1}", "catalogue.connections: found 1"),
        ("{url: '${X}', connections: many}", "catalogue.connections: found 'many'"),
    ],
)
def test_what_cannot_be_is_one_line_without_a_password(catalogue: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config(catalogue)
    assert said in str(caught.value)
    assert str(caught.value).startswith("shop.yaml:18: ")
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)
