"""dbapi.py pymysql|MySQLdb: what an application does with a DB-API driver.

Prints what it sees; run_twice.sh holds the output on the proxy against that on
one plain server. Nothing printed may depend on the server's own numbers
(connection ids, generated keys, versions).
"""

import datetime
import decimal
import json
import os
import re
import sys
import threading
import time

DRIVER = sys.argv[1]
try:
    db = __import__(DRIVER)
    cursors = __import__(DRIVER + ".cursors", fromlist=["cursors"])
    CLIENT = __import__(DRIVER + ".constants.CLIENT", fromlist=["CLIENT"])
except ImportError as missing:
    print(f"{DRIVER} is not installed ({missing})", file=sys.stderr)
    sys.exit(77)
PURE = DRIVER == "pymysql"

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def connect(**options):
    settings = dict(host="127.0.0.1", port=int(os.environ["DB_PORT"]), user="root", charset="utf8mb4")
    settings["passwd" if not PURE else "password"] = "root"
    settings["db" if not PURE else "database"] = "sharding_db"
    settings.update(options)
    return db.connect(**settings)


def show(*values):
    print(*(repr(value) for value in values))


def rows(cursor):
    for row in cursor.fetchall():
        print(re.sub(r"AUTO_INCREMENT=\d+", "AUTO_INCREMENT=...", repr(row)))  # generated keys count


def described(cursor):
    """Names, types and nullability; the display size is the driver's guess."""
    for column in cursor.description:
        show(column[0], column[1], column[3:])


def fails(action, *arguments):
    try:
        action(*arguments)
    except db.Error as error:
        print("error", type(error).__name__, *(repr(each) for each in error.args))
    else:
        print("no error")


@check
def definitions(connection):
    cursor = connection.cursor()
    for table in ("t_order", "t_order_item", "t_config", "s_account", "s_log"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    show(cursor.execute(
        "CREATE TABLE t_order (order_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int NOT NULL,"
        " status varchar(50) DEFAULT NULL, amount decimal(12,2) NOT NULL DEFAULT 0) DEFAULT CHARSET=utf8mb4"))
    cursor.execute("""CREATE TABLE t_order_item (
        order_item_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, order_id bigint NOT NULL, user_id int NOT NULL,
        c_tiny tinyint, c_bool tinyint(1), c_utiny tinyint unsigned, c_small smallint, c_medium mediumint, c_int int,
        c_ubig bigint unsigned, c_float float, c_double double, c_decimal decimal(30,10), c_bit bit(10),
        c_date date, c_time time(3), c_datetime datetime(6), c_timestamp timestamp(6) NULL, c_year year,
        c_char char(10), c_varchar varchar(200), c_binary binary(4), c_varbinary varbinary(20), c_blob blob,
        c_text text, c_enum enum('small','large'), c_set set('a','b','c'), c_json json) DEFAULT CHARSET=utf8mb4""")
    cursor.execute("CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY,"
                   " config_value varchar(100) DEFAULT NULL) DEFAULT CHARSET=utf8mb4")
    cursor.execute("CREATE TABLE s_account (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, owner varchar(40) NOT NULL,"
                   " balance decimal(10,2) NOT NULL, UNIQUE KEY by_owner (owner)) DEFAULT CHARSET=utf8mb4")
    cursor.execute("CREATE TABLE s_log (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, line longblob)")
    cursor.execute("SHOW TABLES")
    described(cursor)
    rows(cursor)


@check
def rows_of_every_table(connection):
    cursor = connection.cursor()
    show(cursor.execute("INSERT INTO t_order (order_id, user_id, status, amount) VALUES (%s, %s, %s, %s)",
                        (1, 1, "new", decimal.Decimal("10.50"))), cursor.rowcount)
    show(cursor.executemany("INSERT INTO t_order (order_id, user_id, status, amount) VALUES (%s, %s, %s, %s)",
                            [(i, i % 5, None if i % 7 == 0 else f"s{i % 3}", i * 3) for i in range(2, 40)]),
         cursor.rowcount)
    show(cursor.executemany("INSERT INTO t_config VALUES (%(key)s, %(value)s)",
                            [{"key": "a", "value": "1"}, {"key": "b", "value": None}, {"key": "ß", "value": "😀"}]))
    show(cursor.execute("INSERT INTO s_account (owner, balance) VALUES ('ann', 100), ('bob', 50)"), cursor.lastrowid)
    for sql in ("SELECT * FROM t_order ORDER BY order_id", "SELECT * FROM t_config ORDER BY config_key",
                "SELECT * FROM s_account ORDER BY id",
                "SELECT status, COUNT(*) AS n, SUM(amount), AVG(amount) FROM t_order GROUP BY status ORDER BY status",
                "SELECT o.order_id, c.config_value FROM t_order o JOIN t_config c ON c.config_key = 'a'"
                " WHERE o.user_id = 3 ORDER BY 1 LIMIT 3"):
        show(cursor.execute(sql))
        described(cursor)
        rows(cursor)
    show(cursor.execute("UPDATE t_order SET status = 'paid' WHERE user_id = 2"), cursor.rowcount)
    show(cursor.execute("UPDATE t_order SET status = 'paid' WHERE user_id = 2"), cursor.rowcount)
    show(cursor.execute("UPDATE t_config SET config_value = 'x' WHERE config_key IN ('a', 'b')"))
    show(cursor.execute("DELETE FROM t_order WHERE order_id > 30"))
    show(cursor.execute("REPLACE INTO s_account (id, owner, balance) VALUES (1, 'ann', 7)"))
    show(cursor.execute("INSERT INTO s_account (id, owner, balance) VALUES (1, 'ann', 7)"
                        " ON DUPLICATE KEY UPDATE balance = balance + 1"))
    show(cursor.execute("INSERT INTO t_order (order_id, user_id, status) VALUES (1, 1, 'x')"
                        " ON DUPLICATE KEY UPDATE status = VALUES(status)"))
    connection.commit()


@check
def a_key_is_generated(connection):
    cursor = connection.cursor()
    cursor.execute("INSERT INTO t_order (user_id, status) VALUES (77, 'generated')")
    key = cursor.lastrowid
    show(key > 0)
    cursor.execute("SELECT order_id = %s, LAST_INSERT_ID() = %s FROM t_order WHERE user_id = 77", (key, key))
    rows(cursor)
    show(cursor.executemany("INSERT INTO t_order (user_id, status) VALUES (%s, %s)", [(77, "x"), (77, "y")]))
    first = cursor.lastrowid
    cursor.execute("SELECT order_id - %s, status FROM t_order WHERE user_id = 77 AND order_id >= %s ORDER BY 1",
                   (first, first))
    rows(cursor)
    show(cursor.execute("DELETE FROM t_order WHERE user_id = 77"))
    connection.commit()


@check
def found_rows_or_changed_rows(_):
    for flag in (0, CLIENT.FOUND_ROWS):
        connection = connect(client_flag=flag)
        cursor = connection.cursor()
        for sql in ("UPDATE t_order SET status = 'same' WHERE order_id < 12",
                    "UPDATE t_order SET status = 'same' WHERE order_id < 12",
                    "UPDATE t_order SET status = 'same' WHERE order_id < 16",
                    "UPDATE t_config SET config_value = 'same'", "UPDATE s_account SET balance = 1",
                    "INSERT INTO s_account VALUES (2, 'bob', 1) ON DUPLICATE KEY UPDATE balance = 1"):
            show(cursor.execute(sql), connection.info() if not PURE else cursor.rowcount)
        connection.rollback()
        connection.close()


@check
def transactions(connection):
    other = connect()
    cursor, witness = connection.cursor(), other.cursor()

    def seen():
        witness.execute("SELECT (SELECT COUNT(*) FROM t_order), (SELECT SUM(balance) FROM s_account),"
                        " (SELECT COUNT(*) FROM t_config)")
        rows(witness)
        other.rollback()

    def change():
        cursor.execute("INSERT INTO t_order (order_id, user_id) VALUES (1000, 1), (1001, 2)")
        cursor.execute("UPDATE s_account SET balance = balance + 10")
        cursor.execute("INSERT INTO t_config VALUES ('t', 't')")

    show(connection.get_autocommit() if PURE else None)
    seen()
    change()
    seen()
    connection.rollback()
    seen()
    change()
    connection.commit()
    seen()
    connection.autocommit(True)
    cursor.execute("DELETE FROM t_order WHERE order_id >= 1000")
    cursor.execute("DELETE FROM t_config WHERE config_key = 't'")
    seen()
    connection.begin() if PURE else cursor.execute("BEGIN")
    change()
    cursor.execute("SAVEPOINT later")
    cursor.execute("DELETE FROM t_order")
    cursor.execute("DELETE FROM t_config")
    cursor.execute("ROLLBACK TO SAVEPOINT later")
    cursor.execute("RELEASE SAVEPOINT later")
    fails(cursor.execute, "ROLLBACK TO SAVEPOINT later")
    cursor.execute("SELECT COUNT(*) FROM t_order")
    rows(cursor)
    connection.rollback()
    seen()
    connection.autocommit(False)
    cursor.execute("SELECT @@autocommit")
    rows(cursor)
    other.close()


@check
def every_type_comes_back(connection):
    cursor = connection.cursor()
    columns = ("order_item_id, order_id, user_id, c_tiny, c_bool, c_utiny, c_small, c_medium, c_int, c_ubig, c_float,"
               " c_double, c_decimal, c_bit, c_date, c_time, c_datetime, c_timestamp, c_year, c_char, c_varchar,"
               " c_binary, c_varbinary, c_blob, c_text, c_enum, c_set, c_json")
    values = [
        (1, 1, 1, -128, True, 255, -32768, 8388607, -2147483648, 2**64 - 1, 1.5, 1e-300,
         decimal.Decimal("12345678901234567890.0123456789"), 1000, datetime.date(2024, 2, 29),
         datetime.timedelta(hours=-37, minutes=5, milliseconds=125), datetime.datetime(1999, 12, 31, 23, 59, 59, 999999),
         datetime.datetime(2024, 2, 29, 1, 2, 3, 4), 2155, "größer", "日本語 😀 ' \" \\ \0 \n \x1a %", b"\0\xff'\\",
         b"\x00\x01\xfe\xff", bytes(range(256)), "text\r\n" * 100, "large", "a,c", json.dumps({"k": [1, "é", None]})),
        (2, 2, 1) + (None,) * 25,
        (3, 3, 2, 0, False, 0, 0, 0, 0, 0, 0.0, 0.0, decimal.Decimal(0), 0, datetime.date(1000, 1, 1),
         datetime.timedelta(0), datetime.datetime(1000, 1, 1), datetime.datetime(1970, 1, 2), 1901, "", "", b"", b"",
         b"", "", "small", "", "[]"),
    ]
    place = ", ".join(["%s"] * 28)
    show(cursor.executemany(f"INSERT INTO t_order_item ({columns}) VALUES ({place})", values))
    for where in ("1 = 1 ORDER BY order_item_id", "user_id = 1 AND order_id = 1", "user_id = 2"):
        cursor.execute(f"SELECT {columns} FROM t_order_item WHERE {where}")
        described(cursor)
        rows(cursor)
    cursor.execute("SELECT order_item_id FROM t_order_item WHERE c_varchar = %s AND c_blob = %s AND c_decimal = %s"
                   " AND c_datetime = %s", (values[0][20], values[0][23], values[0][12], values[0][16]))
    rows(cursor)
    cursor.execute("SELECT MAX(c_datetime), MIN(c_decimal), SUM(c_ubig), BIT_OR(c_bit), GROUP_CONCAT(c_varchar"
                   " ORDER BY order_item_id SEPARATOR '|') FROM t_order_item")
    described(cursor)
    rows(cursor)
    connection.commit()


@check
def large_values(connection):
    cursor = connection.cursor()
    for size in (65535, 1 << 20, (1 << 24) - 1, (1 << 24) + 100):
        try:
            show(size, cursor.execute("INSERT INTO s_log (line) VALUES (%s)", (b"x" * size,)))
        except db.Error as error:
            # How a packet that is too large is noticed is a race with the closing.
            show(size, type(error).__name__)
            connection = connect()
            cursor = connection.cursor()
    cursor.execute("SELECT id, LENGTH(line), line = REPEAT('x', LENGTH(line)) FROM s_log ORDER BY id")
    rows(cursor)
    cursor.execute("SELECT line FROM s_log WHERE LENGTH(line) = 1048576")
    show([len(row[0]) for row in cursor.fetchall()])
    connection.rollback()


@check
def errors(connection):
    cursor = connection.cursor()
    for sql in ("INSERT INTO t_order (order_id, user_id) VALUES (1, 1)",
                "INSERT INTO t_order (order_id, user_id) VALUES (5, NULL)", "SELECT * FROM nowhere",
                "SELECT nothing FROM t_order", "SELECT nothing FROM t_order WHERE user_id = 1 AND order_id = 1",
                "SELEC 1", "INSERT INTO s_account VALUES (1, 'x', 1)", "INSERT INTO t_config VALUES ('a', 'z')",
                "INSERT INTO t_order (order_id, user_id, amount) VALUES (5000, 1, 'many')",
                "INSERT INTO t_order (order_id, user_id, status) VALUES (5000, 1, REPEAT('x', 51))",
                "DROP TABLE nowhere", "USE nowhere", "CREATE TABLE t_order (order_id int)", "SELECT 1 FROM",
                "SET no_such_variable = 1", "SELECT @@no_such_variable", "CALL no_such_procedure()",
                "SELECT no_such_function()", "KILL 4000000000", "ROLLBACK TO SAVEPOINT nowhere"):
        fails(cursor.execute, sql)
    for wrong in ({"password" if PURE else "passwd": "wrong"}, {"user": "nobody"},
                  {"database" if PURE else "db": "nowhere"}):
        try:
            connect(**wrong)
        except db.Error as error:
            # The address in the message is the client's as the server sees it.
            print("error", type(error).__name__, error.args[0])
    connection.rollback()


@check
def several_statements_at_once(_):
    connection = connect(client_flag=CLIENT.MULTI_STATEMENTS | CLIENT.MULTI_RESULTS)
    cursor = connection.cursor()
    show(cursor.execute("SELECT 1; UPDATE t_order SET status = 'm' WHERE user_id = 3; SELECT order_id FROM t_order"
                        " WHERE user_id = 3 ORDER BY order_id LIMIT 2; SELECT * FROM t_config ORDER BY 1"))
    while True:
        if cursor.description:
            described(cursor)
            rows(cursor)
        else:
            show(cursor.rowcount)
        if not cursor.nextset():
            break
    cursor.execute("SELECT 1; SELECT * FROM nowhere; SELECT 2")
    rows(cursor)
    fails(cursor.nextset)
    cursor.close()
    cursor = connection.cursor()
    cursor.execute("SELECT COUNT(*) FROM t_order")
    rows(cursor)
    connection.rollback()
    connection.close()


@check
def rows_as_they_come(connection):
    for kind in (cursors.SSCursor, cursors.SSDictCursor, cursors.DictCursor):
        cursor = connection.cursor(kind)
        cursor.execute("SELECT o.order_id, o.user_id, c.config_value AS value FROM t_order o, t_config c"
                       " ORDER BY o.order_id DESC, c.config_key")
        show(cursor.fetchone())
        show(cursor.fetchmany(3))
        show(len(list(cursor)))
        cursor.execute("SELECT order_id FROM t_order WHERE user_id = 1 ORDER BY order_id")
        show(cursor.fetchone())
        cursor.close()  # the driver reads the rest
    cursor = connection.cursor()
    cursor.execute("SELECT 'still here'")
    rows(cursor)
    connection.rollback()


@check
def ping_and_reconnect(connection):
    connection.ping()
    cursor = connection.cursor()
    cursor.execute("SELECT CONNECTION_ID()")
    show(cursor.fetchone()[0] == connection.thread_id())
    show(connection.get_server_info().count("MariaDB"), connection.character_set_name())
    killer = connect()
    killer.cursor().execute(f"KILL {connection.thread_id()}")
    time.sleep(0.3)
    # Which of the two codes it is, a client learns by the moment of its write.
    try:
        cursor.execute("SELECT 1")
        show("alive")
    except db.Error as error:
        show(type(error).__name__, error.args[0] in (1927, 2006, 2013, 4031))
    if PURE:
        connection.ping(reconnect=True)
        cursor.execute("SELECT DATABASE(), @@character_set_client")
        rows(cursor)


@check
def a_query_is_killed(connection):
    cursor, killer = connection.cursor(), connect()
    for sql in ("SELECT SLEEP(20)", "SELECT COUNT(*), SLEEP(20) FROM t_order WHERE order_id = 1",
                "UPDATE t_order SET status = SLEEP(20) WHERE order_id < 3"):
        timer = threading.Timer(0.5, lambda: killer.cursor().execute(f"KILL QUERY {connection.thread_id()}"))
        timer.start()
        begun = time.monotonic()
        try:
            cursor.execute(sql)
            rows(cursor)
        except db.Error as error:
            show(error.args)
        show(time.monotonic() - begun < 10)
        timer.join()
    cursor.execute("SELECT 'usable'")
    rows(cursor)
    connection.rollback()
    killer.close()


@check
def what_a_session_has_set(connection):
    cursor = connection.cursor()
    for sql in ("SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci", "SET time_zone = '+08:00'",
                "SET @a = 5, @b = 'x', @c = NULL", "SET SESSION sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES'",
                "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET SESSION group_concat_max_len = 20"):
        cursor.execute(sql)
        connection.show_warnings() if PURE or hasattr(connection, "show_warnings") else None
        cursor.execute("SELECT COUNT(*) FROM t_order")
    cursor.execute("SELECT @@collation_connection, @@time_zone, @a, @b, @c, @@sql_mode, @@group_concat_max_len")
    rows(cursor)
    cursor.execute('SELECT GROUP_CONCAT("order_id" ORDER BY order_id) FROM "t_order"')
    rows(cursor)
    cursor.execute("SHOW WARNINGS")
    rows(cursor)
    cursor.execute("SELECT UNIX_TIMESTAMP('2024-01-01 00:00:00'), @a + 1")
    rows(cursor)
    connection.rollback()


@check
def timeouts_of_interactive_clients(_):
    for flag in (0, CLIENT.INTERACTIVE):
        connection = connect(client_flag=flag, init_command="SET @started = 1")
        cursor = connection.cursor()
        cursor.execute("SELECT @started, @@wait_timeout = @@interactive_timeout, @@wait_timeout")
        rows(cursor)
        cursor.execute("SHOW VARIABLES LIKE 'wait_timeout'")
        rows(cursor)
        connection.close()


@check
def the_database_of_the_server_itself(_):
    connection = connect(**{"database" if PURE else "db": "information_schema"})
    cursor = connection.cursor()
    cursor.execute("SELECT COUNT(*) FROM schemata WHERE schema_name = 'information_schema'")
    rows(cursor)
    cursor.execute("USE sharding_db")
    cursor.execute("SELECT DATABASE()")
    rows(cursor)
    connection.select_db("information_schema")
    cursor.execute("SELECT DATABASE()")
    rows(cursor)
    connection.close()


@check
def procedures(_):
    """In app_db, which has no rules."""
    connection = connect(**{"database" if PURE else "db": "app_db"})
    cursor = connection.cursor()
    for sql in ("DROP PROCEDURE IF EXISTS p_two", "DROP FUNCTION IF EXISTS f_double", "DROP TABLE IF EXISTS a_row",
                "CREATE TABLE a_row (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, v varchar(20))",
                "CREATE PROCEDURE p_two(IN n int, OUT doubled int, INOUT word varchar(20)) BEGIN"
                " INSERT INTO a_row (v) VALUES (word); SELECT id, v FROM a_row WHERE id <= n; SELECT n AS given;"
                " SET doubled = n * 2; SET word = CONCAT(word, '!'); END",
                "CREATE FUNCTION f_double(n int) RETURNS int DETERMINISTIC RETURN n * 2"):
        cursor.execute(sql)
    show(cursor.callproc("p_two", (4, 0, "größer")))
    while True:
        if cursor.description:
            described(cursor)
            rows(cursor)
        if not cursor.nextset():
            break
    cursor.execute("SELECT LAST_INSERT_ID()")
    rows(cursor)
    cursor.execute("SELECT @_p_two_0, @_p_two_1, @_p_two_2, f_double(21)")
    rows(cursor)
    # No OK tells what a procedure has inserted, nor an error what came before it.
    for body in ("INSERT INTO a_row (v) VALUES ('x'), ('y')", "INSERT INTO a_row VALUES (77, 'z')",
                 "SELECT LAST_INSERT_ID(66)",
                 "BEGIN INSERT INTO a_row (v) VALUES ('a'); SIGNAL SQLSTATE '45000'; END"):
        for sql in ("DROP PROCEDURE IF EXISTS p_number", "CREATE PROCEDURE p_number() " + body,
                    "SELECT LAST_INSERT_ID(7)"):
            cursor.execute(sql)
        try:
            cursor.callproc("p_number", ())
            while cursor.nextset():
                pass
        except Exception as problem:  # each driver has classes of its own
            show(problem.args[0])
        cursor.execute("SELECT LAST_INSERT_ID()")
        rows(cursor)
    cursor.execute("DROP PROCEDURE p_number")
    fails(cursor.callproc, "p_two", (1,))
    fails(cursor.callproc, "nothing", ())
    cursor.execute("SELECT routine_name, routine_type FROM information_schema.routines WHERE routine_schema = 'app_db'"
                   " ORDER BY 1")
    rows(cursor)
    cursor.execute("SELECT specific_name, parameter_name, data_type FROM information_schema.parameters"
                   " WHERE specific_schema = 'app_db' ORDER BY 1, ordinal_position")
    rows(cursor)
    for sql in ("DROP PROCEDURE p_two", "DROP FUNCTION f_double", "DROP TABLE a_row"):
        cursor.execute(sql)
    connection.close()


@check
def another_user(connection):
    if PURE:
        return  # the driver has no COM_CHANGE_USER
    cursor = connection.cursor()
    cursor.execute("SET @mine = 1, time_zone = '+01:00'")
    cursor.execute("INSERT INTO t_order (order_id, user_id) VALUES (9000, 1)")
    connection.change_user("root", "root", "sharding_db") if hasattr(connection, "change_user") else None
    cursor.execute("SELECT USER() LIKE 'root@%', DATABASE()")
    rows(cursor)
    connection.rollback()
    cursor.execute("SELECT COUNT(*) FROM t_order WHERE order_id = 9000")
    rows(cursor)


@check
def introspection(connection):
    cursor = connection.cursor()
    for sql in ("SHOW DATABASES LIKE 'sharding%'", "SHOW TABLES", "SHOW FULL TABLES", "SHOW TABLES LIKE 't\\_%'",
                "SHOW CREATE TABLE t_order", "SHOW CREATE TABLE s_account", "DESCRIBE t_order",
                "SHOW FULL COLUMNS FROM t_order_item", "SHOW COLUMNS FROM t_config LIKE '%key'",
                "SELECT table_name, column_name, data_type, is_nullable, column_key FROM information_schema.columns"
                " WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position",
                "SELECT table_name, constraint_name, column_name, ordinal_position FROM"
                " information_schema.key_column_usage WHERE table_schema = 'sharding_db' ORDER BY 1, 2, 4",
                "SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints"
                " WHERE table_schema = 'sharding_db' ORDER BY 1, 2",
                "SELECT table_name, index_name, seq_in_index, column_name, non_unique FROM"
                " information_schema.statistics WHERE table_schema = 'sharding_db' ORDER BY 1, 2, 3",
                "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'sharding_db'"
                " ORDER BY 1"):
        print(">", sql)
        cursor.execute(sql)
        rows(cursor)
    for table in ("t_order", "t_config", "s_account"):
        cursor.execute(f"SHOW INDEX FROM {table}")
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():  # but for the cardinality, an estimate
            show([value for name, value in zip(names, row) if name != "Cardinality"])
    connection.rollback()


@check
def the_tables_go(connection):
    cursor = connection.cursor()
    show(cursor.execute("TRUNCATE TABLE t_order"))
    cursor.execute("SELECT COUNT(*) FROM t_order")
    rows(cursor)
    cursor.execute("DROP TABLE t_order, t_order_item, t_config, s_account, s_log")
    cursor.execute("SHOW TABLES")
    rows(cursor)


def main():
    for function in CHECKS:
        print("==", function.__name__.replace("_", " "))
        connection = connect()
        try:
            function(connection)
        except Exception as problem:  # the other side must meet the same
            print("EXCEPTION", type(problem).__name__, problem)
        sys.stdout.flush()
        try:
            connection.close()
        except db.Error:
            pass
    print("the end")


main()
