"""The evidence package: one ZIP that an outsider can check offline (docs/formats/evidence-package.md).

To make one: `Contents` of `PackageFile`s and `CustodyEntry`s, and a `Sealer` that journals the manifest's digest; then
`write_package`. To read one: `read_container`, `parse_manifest`, `parse_custody`. Judging it is `liuhen.verify`'s work.
"""

from liuhen.core.package.container import Member, ReadAt, read_container
from liuhen.core.package.custody import BUILD_KIND, INTAKE_KIND, CustodyEntry, parse_custody
from liuhen.core.package.errors import ContainerError, PackageError
from liuhen.core.package.manifest import FORMAT, CustodyClaim, FileRecord, Manifest, Role, parse_manifest
from liuhen.core.package.write import Contents, PackageFile, Seal, Sealer, write_package

__all__ = [
    "BUILD_KIND",
    "FORMAT",
    "INTAKE_KIND",
    "ContainerError",
    "Contents",
    "CustodyClaim",
    "CustodyEntry",
    "FileRecord",
    "Manifest",
    "Member",
    "PackageError",
    "PackageFile",
    "ReadAt",
    "Role",
    "Seal",
    "Sealer",
    "parse_custody",
    "parse_manifest",
    "read_container",
    "write_package",
]
