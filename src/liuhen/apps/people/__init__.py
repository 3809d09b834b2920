"""PEOPLE 人员: agencies, units, persons with certificates, roles and rights. Stands on the journal alone."""
