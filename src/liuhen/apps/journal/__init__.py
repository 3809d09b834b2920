"""JOURNAL 日志: the append-only record of every act, sealed into the transparency log. Knows no other room."""
