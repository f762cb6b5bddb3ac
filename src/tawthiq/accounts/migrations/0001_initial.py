"""The first tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("level", models.SmallIntegerField()),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("body", models.TextField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("commitment", models.CharField(max_length=64)),
                ("username", models.CharField(max_length=64, unique=True)),
                ("roles", models.CharField(max_length=200)),
                ("is_active", models.BooleanField()),
                ("is_local", models.BooleanField()),
                ("ordinal", models.PositiveIntegerField(unique=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
    ]
