"""README.txt of a package: how somebody who has never heard of us checks it."""

from __future__ import annotations

README_TEXT = """\
留痕证据包 / Liuhen evidence package
====================================

案件 Case: {case_number}
单位 Agency: {agency}
制作时间 Made at (UTC): {made_at}
日志公钥 Log key: {log_key}

一、怎样核验（不需要联网，也不需要本系统）
  1. 在任意装有 Python 3.11 以上版本的电脑上安装 liuhen-verify（开源，Apache-2.0）。
  2. 运行：liuhen-verify 本文件.zip --key "上面的日志公钥"
     日志公钥请从制作单位、其上级机关或公告另行取得，不要只用包内的这一份：包内的公钥只能证明前后一致，
     不能证明出自该单位。
  3. 程序按编号逐步核验，并指出第一个不通过的步骤。退出码：0 通过，1 不通过，2 无法核验。

二、不用本程序也能核对
  - 每个文件的 SHA-256 都写在 manifest.json 中，可用 openssl dgst -sha256 或 certutil -hashfile 逐一比对。
  - manifest.json 自身的 SHA-256 写在 seal.json 的 entry.data.manifest_sha256 中；该记录已进入透明日志。
  - proofs/ 中是 C2SP tlog-proof 格式的包含证明，checkpoint 是经签名的日志检查点（RFC 6962 默克尔树、Ed25519）。
  - custody/entries.jsonl 是本案的保管记录；每行的承诺值 = SHA-256(盐 ‖ 规范 JSON)，与日志叶子一致。

三、核验通过说明什么
  包内文件自被记入日志起未被改动，保管记录未被改写，整包与日志所记一致。
  核验不说明内容真伪，也不能证明没有别的、未放入本包的记录。

How to check (offline, without our system)
  1. Install liuhen-verify (open source, Apache-2.0) on any computer with Python 3.11 or later.
  2. Run: liuhen-verify THIS.zip --lang en --key "LOG KEY"
     Get the log key from the agency, its superior or a public notice, not only from this package: a key that comes
     with the package proves that everything fits together, not who made it.
  3. The program runs numbered steps and names the first that fails. Exit code 0 verified, 1 failed, 2 could not run.

What a pass means: since they were entered in the log, the files and the custody entries here were not changed, and the
package is the one the log speaks of. It does not mean that what they show is true, or that nothing else exists.
"""
