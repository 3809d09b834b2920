"""ROOF. Settings, addresses, navigation, base templates and wiring of adapters to ports."""
