"""`liuhen demo`: a populated demonstration agency, served."""

from __future__ import annotations

import click

from liuhen.site.cli.start import home, start_django


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8000, show_default=True, help="监听端口。")
@click.option("--no-serve", is_flag=True, help="只建立演示数据，不启动服务。")
def demo(host: str, port: int, no_serve: bool) -> None:
    """建立演示机构（虚构的人员、设备、案件和现场生成的录像）并启动服务。可重复执行。"""
    from liuhen.site.instance import create_instance

    fresh = create_instance("demo.liuhen.example/transport")
    start_django()
    from liuhen.site.demo.build import build_demo, is_demo, sign_ins

    if fresh:
        build_demo()
    elif not is_demo():
        raise click.ClickException(f"{home()} 中已有正式实例，不在其中建立演示数据。请用 LIUHEN_HOME 指定另一目录。")
    click.echo(f"\n演示机构已就绪：http://{host}:{port}\n")
    for line in sign_ins():
        click.echo(line)
    if not no_serve:
        from liuhen.site.serving import serve

        serve(host, port, worker=True)
