"""MySQL Connector/Python, in Python and over its C library: what an application does with it.

Prints what it sees; run_twice.sh holds the output on the proxy against that on one plain server.
"""

import datetime
import decimal
import os
import sys
import threading
import time

import mysql.connector
from mysql.connector import ClientFlag, errors, pooling

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def connect(pure, **options):
    settings = dict(host="127.0.0.1", port=int(os.environ["DB_PORT"]), user="root", password="root",
                    database="sharding_db", use_pure=pure)
    settings.update(options)
    return mysql.connector.connect(**settings)


def show(*values):
    print(*(repr(value) for value in values))


def rows(cursor):
    for row in cursor.fetchall():
        show(row)


def fails(action, *arguments):
    try:
        action(*arguments)
    except mysql.connector.Error as error:
        show(type(error).__name__, error.errno, error.sqlstate)
    else:
        print("no error")


@check
def rows_of_a_sharded_table(pure):
    connection = connect(pure)
    cursor = connection.cursor()
    cursor.execute("DROP TABLE IF EXISTS t_order")
    cursor.execute("CREATE TABLE t_order (order_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int NOT NULL,"
                   " status varchar(50), amount decimal(12,2), at datetime(3), raw blob) DEFAULT CHARSET=utf8mb4")
    at = datetime.datetime(2024, 2, 29, 23, 59, 59, 123000)
    cursor.execute("INSERT INTO t_order VALUES (%s, %s, %s, %s, %s, %s)",
                   (1, 1, "it's \u4e2d\U0001f680 \\", decimal.Decimal("12.50"), at, b"\x00\xff'\\"))
    show(cursor.rowcount)
    cursor.executemany("INSERT INTO t_order (order_id, user_id, status, amount) VALUES (%s, %s, %s, %s)",
                       [(i, i % 5, f"s{i % 3}", i) for i in range(2, 30)])
    show(cursor.rowcount)
    connection.commit()
    cursor.execute("SELECT * FROM t_order WHERE order_id = %(id)s AND user_id = %(user)s", {"id": 1, "user": 1})
    show(cursor.column_names)
    rows(cursor)
    cursor.execute("SELECT user_id, COUNT(*), SUM(amount) FROM t_order GROUP BY user_id ORDER BY user_id")
    rows(cursor)
    cursor.execute("SELECT order_id FROM t_order ORDER BY order_id DESC LIMIT %s, %s", (3, 4))
    rows(cursor)
    cursor.execute("UPDATE t_order SET status = 'x' WHERE user_id = 3")
    show(cursor.rowcount)
    connection.rollback()
    cursor.execute("SELECT COUNT(*) FROM t_order WHERE status = 'x'")
    rows(cursor)
    cursor.execute("INSERT INTO t_order (user_id, status) VALUES (7, 'key')")
    cursor.execute("SELECT status FROM t_order WHERE order_id = %s", (cursor.lastrowid,))
    rows(cursor)
    connection.rollback()
    connection.close()


@check
def prepared_statements(pure):
    connection = connect(pure)
    cursor = connection.cursor(prepared=True)
    for user in (1, 2, None, 3):
        cursor.execute("SELECT order_id, status, amount, at, raw FROM t_order WHERE user_id = ? AND order_id < ? ORDER BY order_id", (user, 8))
        rows(cursor)
    cursor.execute("UPDATE t_order SET amount = amount + ? WHERE user_id = ?", (decimal.Decimal("0.25"), 4))
    show(cursor.rowcount)
    cursor.execute("INSERT INTO t_order (order_id, user_id, status) VALUES (?, ?, ?)", (900, 2, "\u00e9"))
    show(cursor.rowcount, cursor.lastrowid)
    connection.rollback()
    cursor.close()
    connection.close()


@check
def kinds_of_cursors(pure):
    connection = connect(pure)
    for options in ({"dictionary": True}, {"named_tuple": True}, {"raw": True}, {"buffered": True}):
        cursor = connection.cursor(**options)
        cursor.execute("SELECT order_id, user_id FROM t_order WHERE order_id IN (3, 4) ORDER BY order_id")
        for row in cursor.fetchall():
            print(options, row)
        cursor.close()
    cursor = connection.cursor()
    cursor.execute("SELECT order_id FROM t_order ORDER BY order_id")
    show(cursor.fetchone(), cursor.fetchmany(3), len(cursor.fetchall()))
    connection.close()


@check
def transactions(pure):
    connection = connect(pure)
    connection.start_transaction(isolation_level="READ COMMITTED")
    cursor = connection.cursor()
    cursor.execute("DELETE FROM t_order WHERE user_id IN (1, 2)")
    show(connection.in_transaction, cursor.rowcount)
    connection.rollback()
    show(connection.in_transaction, connection.autocommit)
    # start_transaction(readonly=True) is not for what looks like MySQL 5.5, as MariaDB does.
    cursor.execute("START TRANSACTION READ ONLY")
    fails(cursor.execute, "DELETE FROM t_order")
    connection.rollback()
    connection.autocommit = True
    cursor.execute("SELECT COUNT(*) FROM t_order")
    rows(cursor)
    connection.close()


@check
def session(pure):
    connection = connect(pure, time_zone="+02:00", sql_mode="ANSI_QUOTES", charset="utf8mb4", collation="utf8mb4_bin")
    cursor = connection.cursor()
    cursor.execute('SELECT @@time_zone, @@collation_connection, "order_id" FROM "t_order" WHERE "order_id" = 1')
    rows(cursor)
    connection.cmd_change_user("root", "root", "app_db")
    cursor = connection.cursor()
    cursor.execute("SELECT DATABASE(), @@time_zone")
    rows(cursor)
    connection.database = "sharding_db"
    cursor.execute("SET @mine = 3")
    connection.cmd_reset_connection()
    cursor.execute("SELECT @mine, DATABASE()")
    rows(cursor)
    connection.ping()
    show(connection.is_connected(), connection.get_server_info() is not None)
    connection.set_charset_collation("latin1")
    cursor.execute("SELECT @@character_set_client, HEX('ä')")
    rows(cursor)
    connection.close()


@check
def errors_and_warnings(pure):
    connection = connect(pure, get_warnings=True)
    cursor = connection.cursor()
    fails(cursor.execute, "INSERT INTO t_order (order_id, user_id) VALUES (1, 1)")
    fails(cursor.execute, "SELECT * FROM nothing")
    fails(cursor.execute, "SELEC 1")
    fails(lambda: connect(pure, database="nowhere"))
    fails(lambda: connect(pure, password="wrong"))
    cursor.execute("SELECT 1 + 'x' FROM t_order WHERE order_id = 1 AND user_id = 1")
    rows(cursor)
    show([warning[:2] for warning in cursor.fetchwarnings() or []])
    connection.close()


@check
def several_statements(pure):
    connection = connect(pure, client_flags=[ClientFlag.MULTI_STATEMENTS])
    cursor = connection.cursor()
    results = cursor.execute("SELECT 1; UPDATE t_order SET amount = 1 WHERE user_id = 3; SELECT COUNT(*) FROM t_order WHERE amount = 1", multi=True)
    for result in results:
        show(result.with_rows, result.fetchall() if result.with_rows else result.rowcount)
    connection.rollback()
    connection.close()


@check
def procedures(pure):
    connection = connect(pure, database="app_db")
    cursor = connection.cursor()
    cursor.execute("DROP PROCEDURE IF EXISTS twice")
    cursor.execute("CREATE PROCEDURE twice (IN a int, OUT b int) BEGIN SET b = a * 2; SELECT a AS given; END")
    show(cursor.callproc("twice", (21, 0)))
    for result in cursor.stored_results():
        rows(result)
    connection.close()


@check
def a_pool(pure):
    pool = pooling.MySQLConnectionPool(pool_name=f"p{pure}", pool_size=3, host="127.0.0.1", port=int(os.environ["DB_PORT"]),
                                       user="root", password="root", database="sharding_db", use_pure=pure)
    seen = []

    def work(number):
        for _ in range(8):
            try:
                connection = pool.get_connection()
            except errors.PoolError:
                time.sleep(0.05)
                continue
            cursor = connection.cursor()
            cursor.execute("SELECT %s, @leak, COUNT(*) FROM t_order WHERE user_id = %s", (number, number))
            seen.append(cursor.fetchall()[0])
            cursor.execute("SET @leak = 1")
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    show(sorted(set(seen)))


def main():
    for pure in (True, False):
        for each in CHECKS:
            print("==", each.__name__, "pure" if pure else "C")
            each(pure)
    print("the end")


if __name__ == "__main__":
    sys.exit(main())
