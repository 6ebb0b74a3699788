"""with_django.py: migrate, ORM, transactions, admin tables, inspectdb of Django.

Prints what it sees; run_twice.sh compares the two sides.
"""

import datetime
import decimal
import io
import os
import re
import sys

try:
    import django
    from django.conf import settings
    import MySQLdb  # noqa: F401
except ImportError as missing:
    print(f"Django is not installed ({missing})", file=sys.stderr)
    sys.exit(77)

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.mysql", "HOST": "127.0.0.1", "PORT": os.environ["DB_PORT"],
                           "USER": "root", "PASSWORD": "root", "NAME": "sharding_db", "CONN_MAX_AGE": 60,
                           "OPTIONS": {"charset": "utf8mb4"}}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "__main__"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True, TIME_ZONE="UTC", SECRET_KEY="x" * 50,
    MIGRATION_MODULES={}, LOGGING_CONFIG=None)
django.setup()

from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import (DatabaseError, IntegrityError, connection, models, transaction)  # noqa: E402
from django.db.models import Avg, Count, Exists, F, Max, OuterRef, Q, Sum, Window  # noqa: E402
from django.db.models.functions import Lower, RowNumber, TruncDay  # noqa: E402
from django.utils import timezone  # noqa: E402


class Order(models.Model):
    order_id = models.BigAutoField(primary_key=True)
    user_id = models.IntegerField(db_index=True)
    status = models.CharField(max_length=50, null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    made = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    took = models.DurationField(null=True)
    ok = models.BooleanField(default=False)
    extra = models.JSONField(null=True)
    raw = models.BinaryField(null=True)
    ratio = models.FloatField(null=True)

    class Meta:
        app_label = "__main__"
        db_table = "t_order"


class Config(models.Model):
    key = models.CharField(max_length=40, primary_key=True, db_column="config_key")
    value = models.CharField(max_length=100, null=True, db_column="config_value")

    class Meta:
        app_label = "__main__"
        db_table = "t_config"


class Account(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="accounts")
    balance = models.DecimalField(max_digits=10, decimal_places=2)
    groups = models.ManyToManyField(Group)
    number = models.UUIDField(unique=True)

    class Meta:
        app_label = "__main__"
        db_table = "s_account"
        constraints = [models.CheckConstraint(check=Q(balance__gte=0), name="not_below_zero"),
                       models.UniqueConstraint(fields=["owner", "balance"], name="one_of_each")]


def show(*values):
    print(*(repr(value) for value in values))


def fails(action, *arguments, **named):
    try:
        with transaction.atomic():
            action(*arguments, **named)
    except DatabaseError as error:
        show(type(error).__name__, error.args)
    else:
        print("no error")


def tidy():
    with connection.cursor() as cursor:
        cursor.execute("SET foreign_key_checks = 0")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE `{table}`")
        cursor.execute("SET foreign_key_checks = 1")


def features():
    for name in ("has_zoneinfo_database", "is_sql_auto_is_null_enabled", "supports_transactions", "can_introspect_json_field",
                 "supports_column_check_constraints", "has_select_for_update_nowait", "ignores_table_name_case",
                 "can_return_columns_from_insert", "supports_expression_indexes"):
        show(name, getattr(connection.features, name))
    show(connection.mysql_is_mariadb, connection.sql_mode, connection.mysql_server_data["default_storage_engine"],
         connection.isolation_level)


def migrations():
    said = io.StringIO()
    call_command("migrate", verbosity=1, stdout=said, no_color=True)
    print(said.getvalue())
    call_command("migrate", verbosity=1, stdout=said, no_color=True)
    print(said.getvalue()[-200:])
    with connection.schema_editor() as editor:
        for model in (Order, Config, Account):
            editor.create_model(model)
    show(connection.introspection.table_names())
    show(Permission.objects.count())


def alterations():
    with connection.schema_editor() as editor:
        added = models.IntegerField(default=7)
        added.set_attributes_from_name("added")
        editor.add_field(Order, added)
        editor.add_index(Order, models.Index(fields=["status", "made"], name="by_status"))
        wider = models.BigIntegerField(default=7)
        wider.set_attributes_from_name("added")
        editor.alter_field(Order, added, wider)
        renamed = models.BigIntegerField(default=7)
        renamed.set_attributes_from_name("renamed")
        editor.alter_field(Order, wider, renamed)
        editor.remove_index(Order, models.Index(fields=["status", "made"], name="by_status"))
        editor.remove_field(Order, renamed)


def objects():
    for i in range(1, 8):
        Order.objects.create(order_id=i, user_id=i % 3, status=None if i % 4 == 0 else f"é😀{i % 2}",
                             amount=decimal.Decimal(i) / 4, made=datetime.datetime(2024, 3, i, 23, 30, 0, i, timezone.utc),
                             day=datetime.date(2024, 2, 22 + i), took=datetime.timedelta(seconds=i, microseconds=5),
                             ok=i % 2 == 0, extra={"n": i, "list": ["ü", None]}, raw=bytes([0, 255, i]), ratio=i / 3)
    show(len(Order.objects.bulk_create([Order(order_id=i, user_id=i % 3, status="bulk") for i in range(20, 40)])))
    made = Order.objects.create(user_id=50)
    show(made.pk > 0, Order.objects.get(user_id=50).pk == made.pk, made.delete()[0])
    for order in Order.objects.filter(order_id__lt=8).order_by("-order_id"):
        show(order.order_id, order.user_id, order.status, order.amount, order.made, order.day, order.took, order.ok,
             order.extra, bytes(order.raw), order.ratio)
    everything = Order.objects
    show(list(everything.values_list("status").annotate(n=Count("pk"), s=Sum("amount"), a=Avg("ratio")).order_by("status")))
    show(everything.aggregate(Max("made"), Sum("amount"), Count("status", distinct=True)))
    show(everything.count(), everything.filter(user_id=1).count(), everything.filter(status__isnull=True).exists())
    show(list(everything.filter(Q(user_id=1) | Q(status__startswith="é")).exclude(ok=True).order_by("pk").values_list(
        "pk", flat=True)))
    show(list(everything.order_by("-amount", "pk")[2:6].values("pk", "amount")))
    show(list(everything.filter(user_id__in=[1, 2], pk__range=(2, 30)).order_by("user_id", "pk").values_list("pk", flat=True)))
    show(list(everything.filter(extra__n=3).values_list("pk", flat=True)))
    show(list(everything.annotate(d=TruncDay("made")).filter(made__isnull=False).values_list("d").annotate(
        n=Count("pk")).order_by("d")))
    show(list(everything.filter(made__year=2024, made__day=4).values_list("pk", flat=True)))
    show(list(everything.annotate(n=Window(RowNumber(), partition_by=[F("user_id")], order_by=F("order_id").asc()))
              .order_by("pk").values_list("pk", "n")))
    show(list(everything.filter(Exists(everything.filter(user_id=OuterRef("user_id"), ok=True))).order_by("pk").values_list(
        "pk", flat=True)))
    show(list(everything.annotate(l=Lower("status")).order_by("l", "pk").values_list("l", flat=True).distinct()[:3]))
    show(list(everything.filter(user_id=1).union(everything.filter(user_id=2)).order_by("order_id").values_list(
        "order_id", flat=True)))
    show([o.pk for o in everything.raw("SELECT * FROM t_order WHERE user_id = %s ORDER BY order_id", [2])])
    show(sorted(everything.in_bulk([1, 2, 3000])), everything.earliest("pk").pk, everything.last().pk,
         everything.order_by("user_id").values_list("user_id", flat=True).distinct().count())
    show([o.pk for o in everything.order_by("pk").iterator(chunk_size=5)])


def changes():
    order = Order.objects.get(pk=3)
    order.status = "saved"
    order.save()
    order.save(update_fields=["status"])
    show(Order.objects.filter(user_id=1).update(amount=F("amount") + 1, status="up"))
    show(Order.objects.filter(user_id=1).update(status="up"))
    show(Order.objects.get_or_create(pk=3, defaults={"user_id": 9})[1], Order.objects.get_or_create(
        pk=60, defaults={"user_id": 9})[1])
    show(Order.objects.update_or_create(pk=60, user_id=9, defaults={"status": "again"})[1])
    several = list(Order.objects.filter(pk__lt=5).order_by("pk"))
    for each in several:
        each.status = f"b{each.pk}"
    show(Order.objects.bulk_update(several, ["status"]))
    show(list(Order.objects.filter(pk__lt=5).order_by("pk").values_list("status", flat=True)))
    show(Order.objects.filter(pk__gte=30).delete())
    show(Order.objects.select_for_update().filter(pk=1).count())
    Config.objects.bulk_create([Config(key="a"), Config(key="ß", value="😀")])
    show(len(Config.objects.bulk_create([Config(key="a"), Config(key="c")], ignore_conflicts=True)))
    show(list(Config.objects.order_by("key").values_list()))
    ann = User.objects.create_user("ann", "ann@example.org", "secret")
    show(ann.check_password("secret"), User.objects.get(username="ann").email)
    ann.groups.add(Group.objects.create(name="buyers"))
    import uuid
    account = Account.objects.create(owner=ann, balance=5, number=uuid.UUID(int=7))
    account.groups.set(Group.objects.all())
    show(list(User.objects.filter(accounts__balance__gt=1, groups__name="buyers").values_list("username", "accounts__number")))
    show(Account.objects.select_related("owner").prefetch_related("groups").get().groups.count())
    fails(Account.objects.create, owner=ann, balance=-1, number=uuid.UUID(int=8))
    fails(Account.objects.create, owner=ann, balance=1, number=uuid.UUID(int=7))
    fails(Account.objects.create, owner_id=4711, balance=1, number=uuid.UUID(int=9))
    fails(Config.objects.create, key="a")
    fails(Order.objects.create, pk=1, user_id=1)
    fails(Order.objects.create, pk=4000, user_id=1, status="x" * 60)
    show(ann.delete())


def transactions():
    class Undo(Exception):
        pass

    before = Order.objects.count()
    try:
        with transaction.atomic():
            Order.objects.all().delete()
            show(Order.objects.count())
            raise Undo
    except Undo:
        show(Order.objects.count() == before)
    with transaction.atomic():
        Order.objects.create(pk=71, user_id=1)
        try:
            with transaction.atomic():
                Order.objects.create(pk=72, user_id=2)
                Config.objects.all().delete()
                Order.objects.create(pk=71, user_id=1)
        except IntegrityError as error:
            show(error.args)
        Order.objects.create(pk=73, user_id=2)
        done = []
        transaction.on_commit(lambda: done.append(True))
        show(done)
    show(done, list(Order.objects.filter(pk__gt=70).order_by("pk").values_list("pk", flat=True)), Config.objects.count())
    transaction.set_autocommit(False)
    Order.objects.filter(pk__gt=70).delete()
    transaction.rollback()
    transaction.set_autocommit(True)
    show(Order.objects.filter(pk__gt=70).count())


def introspection():
    with connection.cursor() as cursor:
        inspect = connection.introspection
        for table in ("t_order", "t_config", "s_account", "auth_user"):
            show(table, inspect.get_primary_key_column(cursor, table), inspect.get_relations(cursor, table))
            for field in inspect.get_table_description(cursor, table):
                show(field)
            for name, details in sorted(inspect.get_constraints(cursor, table).items()):
                show(name, details)
            show(inspect.get_sequences(cursor, table), inspect.get_storage_engine(cursor, table))
        show(sorted(inspect.get_table_list(cursor)))
    said = io.StringIO()
    call_command("inspectdb", stdout=said)
    print(said.getvalue())
    fixture = io.StringIO()
    call_command("dumpdata", "auth.group", "__main__.Config", stdout=fixture, verbosity=0)
    print(fixture.getvalue())


def management():
    said = io.StringIO()
    call_command("check", database=["default"], stdout=said)
    print(said.getvalue())
    connection.ensure_connection()
    show(connection.is_usable())
    call_command("clearsessions")
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    show(Order.objects.count(), User.objects.count(), Config.objects.count())
    connection.close()
    show(Order.objects.count())
    print(connection.ops.sequence_reset_by_name_sql(no_style(), []))


def main():
    tidy()
    for function in (features, migrations, alterations, objects, changes, transactions, introspection, management):
        print("==", function.__name__)
        try:
            function()
        except Exception as problem:  # the other side must meet the same
            print("EXCEPTION", type(problem).__name__, problem)
        sys.stdout.flush()
    tidy()
    show(connection.introspection.table_names())
    print("the end")


main()
