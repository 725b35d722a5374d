import pytest

from tests.gateway.fake import Services, browser


@pytest.fixture
def services():
    return Services()


@pytest.fixture
def http(services):
    return browser(services)
