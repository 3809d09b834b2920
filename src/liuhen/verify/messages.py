"""Every sentence the verifier can say, in Chinese and English."""

from __future__ import annotations

STEP_NAMES: dict[int, dict[str, str]] = {
    1: {"zh": "文件可读，结构安全", "en": "the container is readable and safe"},
    2: {"zh": "清单格式正确", "en": "the manifest is well formed"},
    3: {"zh": "文件齐全，没有多余", "en": "every file is listed and no other is there"},
    4: {"zh": "大小与摘要一致", "en": "sizes and digests agree"},
    5: {"zh": "日志公钥与检查点签名有效", "en": "the log's key and the checkpoint's signature hold"},
    6: {"zh": "保管记录与日志叶子一致", "en": "custody entries match their leaves"},
    7: {"zh": "每条记录都在日志之中", "en": "every entry is in the log"},
    8: {"zh": "保管链有序且完整", "en": "custody is in order and complete"},
    9: {"zh": "封装记录与清单一致", "en": "the seal speaks of this manifest"},
}

_TEXTS: dict[str, tuple[str, str]] = {
    # 1
    "empty": ("文件是空的，可能没有复制完整，请重新取得。", "The file is empty; it may not have been copied whole."),
    "not_zip": ("这不是证据包（不是 ZIP 文件），请确认选对了文件。", "This is no evidence package (not a ZIP file)."),
    "truncated": (
        "文件不完整，可能在复制或下载时中断，请重新取得（{subject}）。",
        "The file is cut off; fetch it again ({subject}).",
    ),
    "gap": ("“{subject}”前后有不属于证据包的数据，或次序被改动。", "There are foreign bytes around {subject}."),
    "layout": (
        "“{subject}”的 ZIP 结构与证据包不同，可能被重新打包。",
        "{subject} is not laid out like a package.",
    ),
    "compressed": (
        "“{subject}”被压缩过，可能被重新打包。",
        "{subject} is compressed; packages never are.",
    ),
    "duplicate": ("“{subject}”出现两次。", "{subject} is there twice."),
    "bad_name": ("文件名“{subject}”不允许出现在证据包中。", "The file name {subject} may not be in a package."),
    "headers_differ": ("“{subject}”的两处文件头不一致。", "The two headers of {subject} disagree."),
    "too_many": ("文件数量超出上限。", "There are too many files."),
    # 2, and everything that does not parse
    "missing": ("缺少“{subject}”。", "{subject} is missing."),
    "too_large": ("“{subject}”超出允许的大小。", "{subject} is larger than allowed."),
    "malformed": ("“{subject}”的格式不正确。", "{subject} is malformed."),
    # 3
    "unlisted": ("“{subject}”不在清单之中。", "{subject} is not in the manifest."),
    # 4
    "size_differs": ("“{subject}”的大小与清单不符，内容被改动。", "The size of {subject} is not that of the manifest."),
    "digest_differs": (
        "“{subject}”的 SHA-256 与清单不符，内容被改动。",
        "The SHA-256 of {subject} is not that of the manifest: its content was changed.",
    ),
    # 5
    "key_differs": ("包内日志公钥与您提供的公钥不同。", "The package's log key is not the one you gave."),
    "key_claim_differs": (
        "清单所写的日志公钥与“{subject}”不同。",
        "The manifest names another key than {subject}.",
    ),
    "bad_signature": ("检查点的签名无效，或不是该日志所签。", "The checkpoint is not signed by this log's key."),
    # 6
    "leaf_differs": (
        "第 {subject} 号保管记录与其日志叶子不一致，记录被改动。",
        "Custody entry {subject} does not match its leaf: it was changed.",
    ),
    # 7
    "not_in_log": (
        "第 {subject} 号记录不在所签的日志之中。",
        "Entry {subject} is not in the signed log.",
    ),
    "other_checkpoint": ("“{subject}”引用的不是本包的检查点。", "{subject} speaks of another checkpoint."),
    "stray_proof": ("“{subject}”不对应任何保管记录。", "{subject} belongs to no custody entry."),
    # 8
    "order": ("第 {subject} 号记录的次序不对。", "Entry {subject} is out of order."),
    "count_differs": (
        "保管记录的数量或首尾编号与清单不符。",
        "There are not as many custody entries as claimed.",
    ),
    "no_intake": ("“{subject}”没有与之相符的入库记录。", "{subject} has no custody entry that took these bytes in."),
    "no_metadata": ("“{subject}”缺少对应的元数据文件。", "{subject} lacks its metadata file."),
    # 9
    "seal_kind": ("封装记录的种类不对。", "The seal is not an entry that builds a package."),
    "seal_leaf": ("封装记录与其日志叶子不一致。", "The seal does not match its leaf."),
    "seal_manifest": (
        "清单与日志封装的清单不同：整包在封装后被改动。",
        "The manifest is not the one the log sealed: the package was changed afterwards.",
    ),
    "seal_case": ("封装记录属于另一案件。", "The seal is of another case."),
    "seal_order": ("封装记录早于它所封装的保管记录。", "The seal is older than the entries it seals."),
}


def text_of(code: str, language: str) -> str:
    """The sentence for a finding's code; `{subject}` is still to be filled in."""
    chinese, english = _TEXTS[code]
    return english if language == "en" else chinese
