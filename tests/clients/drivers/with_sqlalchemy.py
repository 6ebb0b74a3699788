"""with_sqlalchemy.py pymysql|mysqldb: Core, ORM and reflection of SQLAlchemy.

Prints what it sees; run_twice.sh compares the two sides.
"""

import datetime
import decimal
import enum
import os
import sys

try:
    import sqlalchemy as sa
    from sqlalchemy import exc, orm
    from sqlalchemy.dialects import mysql
except ImportError as missing:
    print(f"SQLAlchemy is not installed ({missing})", file=sys.stderr)
    sys.exit(77)

DRIVER = sys.argv[1]
URL = f"mysql+{DRIVER}://root:root@127.0.0.1:{os.environ['DB_PORT']}/sharding_db?charset=utf8mb4"
Base = orm.declarative_base()


class Size(enum.Enum):
    small = 1
    large = 2


class Order(Base):
    __tablename__ = "t_order"
    order_id = sa.Column(sa.BigInteger, primary_key=True, autoincrement=True)
    user_id = sa.Column(sa.Integer, nullable=False, index=True)
    status = sa.Column(sa.String(50))
    amount = sa.Column(sa.Numeric(12, 2), nullable=False, default=decimal.Decimal("0"))
    made = sa.Column(mysql.DATETIME(fsp=6))
    paid = sa.Column(sa.Boolean, default=False)
    size = sa.Column(sa.Enum(Size))
    version = sa.Column(sa.Integer, nullable=False)
    __mapper_args__ = {"version_id_col": version}
    items = orm.relationship("Item", primaryjoin="and_(Order.order_id == foreign(Item.order_id),"
                             " Order.user_id == foreign(Item.user_id))", order_by="Item.order_item_id",
                             back_populates="order", cascade="all, delete-orphan")


class Item(Base):
    __tablename__ = "t_order_item"
    order_item_id = sa.Column(sa.BigInteger, primary_key=True, autoincrement=True)
    order_id = sa.Column(sa.BigInteger, nullable=False)
    user_id = sa.Column(sa.Integer, nullable=False)
    note = sa.Column(sa.Text)
    extra = sa.Column(sa.JSON)
    picture = sa.Column(sa.LargeBinary)
    order = orm.relationship(Order, primaryjoin="and_(Order.order_id == foreign(Item.order_id),"
                             " Order.user_id == foreign(Item.user_id))", back_populates="items")
    __table_args__ = (sa.Index("by_order", "order_id", "user_id"), {"mysql_charset": "utf8mb4", "comment": "what was bought"})


class Config(Base):
    __tablename__ = "t_config"
    config_key = sa.Column(sa.String(40), primary_key=True)
    config_value = sa.Column(sa.String(100), server_default="none", comment="its value")


class Owner(Base):
    __tablename__ = "s_owner"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(40), unique=True, nullable=False)
    accounts = orm.relationship("Account", back_populates="owner", order_by="Account.id")


class Account(Base):
    __tablename__ = "s_account"
    id = sa.Column(sa.Integer, primary_key=True)
    owner_id = sa.Column(sa.ForeignKey("s_owner.id", ondelete="CASCADE", name="fk_owner"), nullable=False)
    balance = sa.Column(sa.Numeric(10, 2), nullable=False)
    owner = orm.relationship(Owner, back_populates="accounts")
    __table_args__ = (sa.CheckConstraint("balance >= 0", name="not_below_zero"),)


def show(*values):
    print(*(repr(value) for value in values))


def rows(result):
    show(list(result.keys()))
    for row in result:
        show(tuple(row))


def fails(action, *arguments):
    try:
        action(*arguments)
    except exc.SQLAlchemyError as error:
        original = getattr(error, "orig", None)
        show(type(error).__name__, original.args if original is not None else str(error))
    else:
        print("no error")


def definitions(engine):
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    Base.metadata.create_all(engine)  # they are there
    show(sa.inspect(engine).has_table("t_order"), sa.inspect(engine).has_table("nowhere"))


def dialect(engine):
    with engine.connect() as connection:
        show(connection.dialect.default_schema_name, connection.dialect.is_mariadb,
             connection.get_isolation_level(), connection.dialect._casing, connection.dialect._backslash_escapes)
    for level in ("READ COMMITTED", "SERIALIZABLE", "AUTOCOMMIT"):
        with engine.connect().execution_options(isolation_level=level) as connection:
            show(connection.get_isolation_level(), connection.execute(sa.text("SELECT COUNT(*) FROM t_order")).scalar())
    with engine.connect() as connection:
        show(connection.get_isolation_level())


def objects(engine):
    with orm.Session(engine) as session:
        for i in range(1, 13):
            order = Order(order_id=i, user_id=i % 4, status=None if i % 5 == 0 else f"é😀{i % 3}",
                          amount=decimal.Decimal(i) / 4, made=datetime.datetime(2024, 2, 29, 1, 2, 3, i),
                          paid=i % 2 == 0, size=Size.small if i % 3 else None)
            order.items = [Item(order_item_id=i * 10 + n, note=f"note {n}", extra={"n": [n, None, "ü"]},
                                picture=bytes([0, 255, n])) for n in range(i % 3)]
            session.add(order)
        session.add_all([Config(config_key="a"), Config(config_key="ß", config_value="😀")])
        session.add(Owner(name="ann", accounts=[Account(balance=100), Account(balance=5)]))
        session.commit()
        session.add(Order(user_id=50, items=[]))
        session.flush()
        made = session.query(Order).filter_by(user_id=50).one()
        show(made.order_id > 0, made.version)
        session.delete(made)
        session.commit()
    with orm.Session(engine) as session:
        for order in session.query(Order).order_by(Order.order_id.desc()).limit(5).offset(2):
            show(order.order_id, order.user_id, order.status, order.amount, order.made, order.paid, order.size,
                 order.version, [(item.order_item_id, item.note, item.extra, item.picture) for item in order.items])
        show([owner.accounts[0].balance for owner in session.query(Owner).options(orm.joinedload(Owner.accounts))])
        for strategy in (orm.joinedload, orm.selectinload, orm.subqueryload):
            found = session.query(Order).options(strategy(Order.items)).filter(Order.user_id.in_([1, 2])).order_by(
                Order.order_id).populate_existing().all()
            show([(order.order_id, len(order.items)) for order in found])
        show(session.get(Order, 7).status, session.get(Order, 700))
        show(session.query(Order).filter(Order.items.any(Item.note == "note 1")).count())
        show([tuple(row) for row in session.query(Order.status, sa.func.count(), sa.func.sum(Order.amount)).group_by(
            Order.status).having(sa.func.count() > 1).order_by(sa.func.count().desc(), Order.status)])
        show([tuple(row) for row in session.query(Order.order_id, sa.func.row_number().over(
            partition_by=Order.user_id, order_by=Order.order_id)).order_by(Order.order_id)])
        show([order.order_id for order in session.query(Order).filter_by(user_id=1).with_for_update().order_by(
            Order.order_id)])


def changes(engine):
    with orm.Session(engine) as session:
        order = session.get(Order, 3)
        order.status = "changed"
        order.items.append(Item(order_item_id=900, note="later"))
        session.commit()
        show(order.version, order.status, len(order.items))
        session.execute(sa.update(Order).where(Order.order_id == 3).values(version=99).execution_options(
            synchronize_session=False))
        order.status = "too late"
        fails(session.commit)
        session.rollback()
        show(session.query(Order).filter(Order.amount < 1).update({"status": "cheap"}, synchronize_session="fetch"))
        show(session.query(Item).filter(Item.order_id == 5).delete(synchronize_session=False))
        session.delete(session.get(Order, 4))
        session.commit()
        show([order.order_id for order in session.query(Order).order_by(Order.order_id)])
        try:
            with session.begin_nested():
                session.add(Config(config_key="a"))
                session.flush()
        except exc.IntegrityError as error:
            show(error.orig.args)
        session.add(Config(config_key="n"))
        session.commit()
        show([(c.config_key, c.config_value) for c in session.query(Config).order_by(Config.config_key)])
        session.add(Account(owner_id=4711, balance=1))
        fails(session.commit)
        session.rollback()
        session.add(Account(owner_id=1, balance=-1))
        fails(session.commit)
        session.rollback()


def core(engine):
    order, config = Order.__table__, Config.__table__
    with engine.begin() as connection:
        result = connection.execute(order.insert(), [dict(order_id=i, user_id=i % 3, version=1) for i in range(100, 120)])
        show(result.rowcount)
        for value in ("x", "x", "y"):
            statement = mysql.insert(config).values(config_key="u", config_value=value)
            show(connection.execute(statement.on_duplicate_key_update(
                config_value=statement.inserted.config_value)).rowcount)
        show(connection.execute(order.update().where(order.c.order_id >= 100).values(status="bulk")).rowcount)
        show(connection.execute(order.update().where(order.c.order_id >= 100).values(status="bulk")).rowcount)
        show(connection.execute(order.update().where(order.c.order_id == sa.bindparam("id")),
                                [dict(id=100, status="a"), dict(id=101, status="b")]).rowcount)
        show(connection.execute(order.delete().where(order.c.order_id.in_([100, 101, 102]))).rowcount)
        rows(connection.execute(sa.select(order).where(order.c.order_id > 110).order_by(order.c.order_id).limit(2)))
        rows(connection.execute(sa.select(config.c.config_key).where(sa.exists(sa.select(order).where(
            order.c.status == "bulk"))).order_by(config.c.config_key)))
        with_cte = sa.select(order.c.user_id, sa.func.count().label("n")).group_by(order.c.user_id).cte("per_user")
        rows(connection.execute(sa.select(with_cte).where(with_cte.c.n > 1).order_by(with_cte.c.user_id)))
        rows(connection.execute(sa.union_all(sa.select(sa.literal("o"), sa.func.count()).select_from(order),
                                             sa.select(sa.literal("c"), sa.func.count()).select_from(config))))
    with engine.connect() as connection:
        streamed = connection.execution_options(stream_results=True).execute(
            sa.select(order.c.order_id).order_by(order.c.order_id))
        show(streamed.fetchmany(3), len(streamed.fetchall()))
        fails(connection.execute, sa.text("SELECT * FROM nowhere"))
        fails(connection.execute, sa.text("INSERT INTO t_order (order_id, user_id, version) VALUES (5, 1, NULL)"))
        # A unique key of all columns that decide the shard.
        fails(connection.execute, sa.text("INSERT INTO t_order (order_id, user_id, amount, version) VALUES (5, 1, 1, 1)"))


def reflection(engine):
    inspector = sa.inspect(engine)
    show(inspector.get_schema_names().count("sharding_db"), sorted(inspector.get_table_names()),
         inspector.get_view_names())
    for table in sorted(inspector.get_table_names()):
        show(table, inspector.get_table_comment(table))
        for column in inspector.get_columns(table):
            show({key: str(value) for key, value in column.items()})
        show(inspector.get_pk_constraint(table))
        show(inspector.get_indexes(table))
        show(inspector.get_unique_constraints(table))
        show(inspector.get_foreign_keys(table))
        show(inspector.get_check_constraints(table))
        options = inspector.get_table_options(table)
        options.pop("mysql_auto_increment", None)  # generated keys count
        options.pop("mariadb_auto_increment", None)
        show(options)
    show(inspector.get_columns("t_order", schema="sharding_db") == inspector.get_columns("t_order"))
    reflected = sa.MetaData()
    reflected.reflect(engine)
    show(sorted(reflected.tables))
    show(str(sa.schema.CreateTable(reflected.tables["t_order_item"]).compile(engine)))
    fails(inspector.get_columns, "nowhere")


def lost_connection(engine):
    with engine.connect() as connection:
        killed = connection.execute(sa.text("SELECT CONNECTION_ID()")).scalar()
    other = sa.create_engine(URL)
    with other.connect() as connection:
        connection.execute(sa.text(f"KILL {killed}"))
    other.dispose()
    with engine.connect() as connection:  # pre_ping finds out and connects again
        show(connection.execute(sa.text("SELECT CONNECTION_ID()")).scalar() != killed)


def the_tables_go(engine):
    Base.metadata.drop_all(engine)
    show(sa.inspect(engine).get_table_names())


def main():
    engine = sa.create_engine(URL, pool_pre_ping=True, pool_size=1, max_overflow=1, pool_recycle=600)
    for function in (definitions, dialect, objects, changes, core, reflection, lost_connection, the_tables_go):
        print("==", function.__name__.replace("_", " "))
        try:
            function(engine)
        except Exception as problem:  # the other side must meet the same
            print("EXCEPTION", type(problem).__name__, problem)
        sys.stdout.flush()
    engine.dispose()
    print("the end")


main()
