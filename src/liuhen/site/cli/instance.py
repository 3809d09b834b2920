"""`liuhen init`, `liuhen serve`, `liuhen worker`: an instance in LIUHEN_HOME."""

from __future__ import annotations

import click

from liuhen.site.cli.start import need_instance, start_django


@click.command()
@click.option("--name", default="", help="日志名称，例如 liuhen.example.gov.cn/交通；默认取本机名。")
def init(name: str) -> None:
    """建立空实例：数据库、保管库、日志与密钥。可重复执行，不会改动已有内容。"""
    from liuhen.site.instance import create_instance

    created = create_instance(name)
    click.echo(f"实例{'已建立' if created else '早已建立，未作改动'}。下一步：liuhen person add …，然后 liuhen serve")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8000, show_default=True, help="监听端口。")
@click.option("--no-worker", is_flag=True, help="不在本进程旁启动后台任务。")
def serve(host: str, port: int, no_worker: bool) -> None:
    """启动网页服务与后台任务。"""
    need_instance()
    start_django()
    from liuhen.site.serving import serve as run

    run(host, port, worker=not no_worker)


@click.command()
def worker() -> None:
    """只运行后台任务（SM3、日志发布、期限复核）。"""
    need_instance()
    start_django()
    from liuhen.site.serving import run_worker

    run_worker()
