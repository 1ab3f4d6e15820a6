"""What a person may choose about the one-machine stack; every value has a working default."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from stack.errors import StackError
from stack.layout import PROJECT_ROOT

Port = Annotated[int, Field(ge=1, le=65535)]


class SettingError(StackError):
    """An environment variable has a value the stack cannot use."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(
            f"The setting {name} is wrong", remedy=f"{problem[0].lower()}{problem[1:]}"
        )


class StackSettings(BaseSettings):
    """Read from the environment alone; a port left out is the usual one, or a free one (demo)."""

    model_config = SettingsConfigDict(frozen=True)

    data_directory: Path = Field(
        default=PROJECT_ROOT / "var", validation_alias="TONGXING_DATA_DIRECTORY"
    )
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    temporal_address: str | None = Field(default=None, validation_alias="TEMPORAL_ADDRESS")
    temporal_namespace: str = Field(default="default", validation_alias="TEMPORAL_NAMESPACE")
    public_url: str | None = Field(default=None, validation_alias="TONGXING_PUBLIC_URL")
    api_port: Port | None = Field(default=None, validation_alias="TONGXING_API_PORT")
    simulator_port: Port | None = Field(default=None, validation_alias="TONGXING_SIMULATOR_PORT")
    temporal_port: Port | None = Field(default=None, validation_alias="TONGXING_TEMPORAL_PORT")
    temporal_ui_port: Port | None = Field(
        default=None, validation_alias="TONGXING_TEMPORAL_UI_PORT"
    )

    @classmethod
    def read(cls) -> Self:
        """Read the environment, telling the first wrong setting by its name."""
        try:
            return cls()
        except ValidationError as error:
            first = error.errors()[0]
            raise SettingError(str(first["loc"][0]), first["msg"]) from None
