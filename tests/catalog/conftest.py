"""The catalogue as delivered, read once for all tests of it."""

import pytest

from catalog.loader import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()
