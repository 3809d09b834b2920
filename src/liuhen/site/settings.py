"""Settings of one Liuhen instance; everything that differs between instances comes from the environment."""

SECRET_KEY = "x"
USE_TZ = True
INSTALLED_APPS: list[str] = []
