"""The first tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=32)),
                ("verb", models.CharField(max_length=64)),
                ("actor_id", models.CharField(max_length=64)),
                ("os_login", models.CharField(max_length=128)),
                ("key", models.CharField(max_length=200, null=True, unique=True)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("salt", models.CharField(max_length=32)),
                ("commitment", models.CharField(max_length=64)),
                ("changes_root", models.CharField(max_length=64)),
                ("changes_count", models.PositiveIntegerField()),
                ("leaf_hash", models.CharField(max_length=64)),
                ("root", models.CharField(max_length=64)),
                ("frontier", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="ErasureSignature",
            fields=[
                ("entry", models.BigIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("level", models.SmallIntegerField()),
                ("commitment", models.CharField(max_length=64)),
                ("salt", models.CharField(max_length=32)),
                ("body", models.TextField()),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("target_kind", models.CharField(max_length=40)),
                ("target_id", models.CharField(max_length=64)),
                ("target_number", models.PositiveIntegerField()),
                ("signed_by", models.CharField(max_length=64)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "position"), name="audit_erasuresignature_in_order"
                    ),
                    models.UniqueConstraint(
                        fields=("target_kind", "target_id", "target_number", "signed_by"),
                        name="audit_one_signature_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry", models.BigIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("level", models.SmallIntegerField()),
                ("commitment", models.CharField(max_length=64)),
                ("salt", models.CharField(max_length=32)),
                ("body", models.TextField()),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.CharField(max_length=64)),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "position"), name="audit_version_in_order"),
                    models.UniqueConstraint(
                        fields=("kind", "object_id", "number"), name="audit_version_has_one_of_each"
                    ),
                ],
            },
        ),
    ]
