"""The templates of law/_volumes: every procedure has one, and what they name is there."""

from __future__ import annotations

from liuhen.adapters.law_folder import DiskLawFolder

LAW = DiskLawFolder()
VOLUMES = LAW.volumes()


def test_every_procedure_that_ends_archived_has_a_template():
    archived = {
        code
        for procedure in LAW.procedures().values()
        if procedure.knows("milestone:archived")
        for code in procedure.procedures
    }
    assert archived
    assert archived <= {code for volume in VOLUMES.values() for code in volume.procedures}


def test_the_penalty_can_be_laid_in_two_orders():
    assert len([volume for volume in VOLUMES.values() if "ordinary" in volume.procedures]) >= 2


def test_the_outcome_is_read_from_fields_that_the_forms_have():
    for volume in VOLUMES.values():
        for result in volume.result:
            assert LAW.forms()[result.document].field(result.field), (volume.id, result)


def test_the_catalogue_does_not_lie_in_the_volume_it_is_of():
    assert all(volume.catalogue in volume.leave_out for volume in VOLUMES.values())


def test_only_parts_that_are_kept_inside_hold_approvals_and_opinions_of_the_house():
    inside = {"investigation_report", "penalty_approval", "discussion_record", "permit_approval"}
    for volume in VOLUMES.values():
        if len(volume.parts) > 1:
            given = {
                code for part in volume.parts if not part.closed for one in part.sections for code in one.documents
            }
            assert not given & inside, volume.id
