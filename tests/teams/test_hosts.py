"""Only Microsoft's own host gets the bot's token, however cleverly another one is spelled."""

import pytest

from bot.teams.hosts import ExactHosts, LoopbackOnly

GOOD = [
    "https://smba.trafficmanager.net",
    "https://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/teams/",
    "https://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net:443/emea/",
    "https://smba.trafficmanager.net/emea/aaaaaaaa-0000-0000-0000-000000000001/",
]

HOSTILE = [
    "",
    "smba.trafficmanager.net",
    "//smba.trafficmanager.net/teams/",
    "http://smba.trafficmanager.net/teams/",
    "HTTP://smba.trafficmanager.net/teams/",
    "ftp://smba.trafficmanager.net/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/plain,smba.trafficmanager.net",
    "https:smba.trafficmanager.net/",
    "https:/smba.trafficmanager.net/",
    "https:///smba.trafficmanager.net/",
    "https:\\\\smba.trafficmanager.net\\",
    "https://evil.trafficmanager.net/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://smba.trafficmanager.net-evil.example/",
    "https://evil.example/smba.trafficmanager.net/",
    "https://evil.example/?smba.trafficmanager.net",
    "https://evil.example/#smba.trafficmanager.net",
    "https://evil.example#smba.trafficmanager.net/",
    "https://evilsmba.trafficmanager.net/",
    "https://evil-smba.trafficmanager.net/",
    "https://x.smba.trafficmanager.net/",
    "https://smba.trafficmanager.net./teams/",
    "https://smba.trafficmanager.net../teams/",
    "https://smba.trafficmanager.ne/",
    "https://smba.trafficmanager.network/",
    "https://trafficmanager.net/",
    "https://smba-trafficmanager.net/",
    "https://smbaXtrafficmanager.net/",
    "https://smba。trafficmanager。net/",
    "https://smbа.trafficmanager.net/",
    "https://xn--smb-7cd.trafficmanager.net/",
    "https://user@smba.trafficmanager.net/",
    "https://user:password@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://smba.trafficmanager.net:443@evil.example/",
    "https://smba.trafficmanager.net%40evil.example/",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://smba.trafficmanager.net\\.evil.example/",
    "https://evil.example\\@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net:80/",
    "https://smba.trafficmanager.net:8443/",
    "https://smba.trafficmanager.net:0443/",
    "https://smba.trafficmanager.net:4430/",
    "https://smba.trafficmanager.net:/",
    "https://smba.trafficmanager.net:443:443/",
    "https://smba.trafficmanager.net:443.evil.example/",
    "https://smba%2etrafficmanager%2enet/",
    "https://smba.trafficmanager.net%2eevil.example/",
    "https://smba.trafficmanager.net%00.evil.example/",
    "https://smba.trafficmanager.net\x00.evil.example/",
    "https://smba.trafficmanager.net\n",
    "https://smba.trafficmanager.net/teams/\n",
    "https://smba.trafficmanager.net/teams/\r\nHost: evil.example",
    "https://smba.traffic\tmanager.net/",
    " https://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/ ",
    "https://smba.trafficmanager.net /",
    "https://smba.trafficmanager.net/../",
    "https://smba.trafficmanager.net/teams/..",
    "https://smba.trafficmanager.net/./teams/",
    "https://smba.trafficmanager.net/%2e%2e/",
    "https://smba.trafficmanager.net//evil.example/",
    "https://smba.trafficmanager.net/teams/?next=https://evil.example",
    "https://smba.trafficmanager.net/teams/#@evil.example",
    "https://52.112.0.1/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://[::1]/",
    "https://[::ffff:7f00:1]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost/",
    "http://localhost:56150/_connector",
]

LOOPBACK = [
    "http://localhost:56150/_connector",
    "http://127.0.0.1:1/",
    "http://[::1]:65535/teams/",
    "http://localhost",
]

NOT_LOOPBACK = [
    "https://smba.trafficmanager.net/teams/",
    "http://smba.trafficmanager.net/teams/",
    "https://localhost:56150/",
    "http://localhost.evil.example/",
    "http://localhost:56150.evil.example/",
    "http://localhost:56150@evil.example/",
    "http://user@localhost:56150/",
    "http://127.0.0.2:56150/",
    "http://127.1:56150/",
    "http://0.0.0.0:56150/",
    "http://[::]:56150/",
    "http://192.168.1.10:56150/",
    "http://localhost:0/",
    "http://localhost:65536/",
    "http://localhost:99999/",
    "http://localhost./",
    "http://localhost:56150/\n",
    "http://localhost:56150/_connector/../../",
]


@pytest.mark.parametrize("url", GOOD)
def test_teams_own_service_urls_are_allowed(url: str) -> None:
    assert ExactHosts().allows(url) is True


@pytest.mark.parametrize("url", HOSTILE)
def test_nothing_that_only_looks_like_teams_is_allowed(url: str) -> None:
    assert ExactHosts().allows(url) is False


def test_another_cloud_can_be_configured_instead_of_the_usual_one() -> None:
    hosts = ExactHosts(frozenset({"smba.infra.gcc.teams.microsoft.com"}))

    assert hosts.allows("https://smba.infra.gcc.teams.microsoft.com/teams/") is True
    assert hosts.allows("https://smba.trafficmanager.net/teams/") is False


def test_without_any_host_nothing_is_allowed() -> None:
    assert ExactHosts(frozenset()).allows("https:///teams/") is False


@pytest.mark.parametrize("url", LOOPBACK)
def test_the_demo_talks_to_this_machine_on_any_port(url: str) -> None:
    assert LoopbackOnly().allows(url) is True


@pytest.mark.parametrize("url", NOT_LOOPBACK)
def test_the_demo_talks_to_no_other_machine(url: str) -> None:
    assert LoopbackOnly().allows(url) is False
