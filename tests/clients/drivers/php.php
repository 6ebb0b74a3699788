<?php
// php.php mysqli|pdo|pdo-emulated: what an application does with mysqlnd.
// Prints what it sees; run_twice.sh compares the two sides.
declare(strict_types=1);
error_reporting(E_ALL);
ini_set('precision', '17');

$driver = $argv[1];
$needed = $driver === 'mysqli' ? 'mysqli' : 'pdo_mysql';
if (!extension_loaded($needed)) {
    fwrite(STDERR, "PHP has no $needed\n");
    exit(77);
}
$port = (int)getenv('DB_PORT');

function show(...$values): void
{
    echo preg_replace('/AUTO_INCREMENT=\d+/', 'AUTO_INCREMENT=...',
                      json_encode($values, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES)), "\n";
}

function check(string $name, callable $what): void
{
    echo "== $name\n";
    try {
        $what();
    } catch (Throwable $problem) {
        show('EXCEPTION', get_class($problem), $problem->getCode(), $problem->getMessage());
    }
}

const TABLES = [
    'DROP TABLE IF EXISTS t_order', 'DROP TABLE IF EXISTS t_config', 'DROP TABLE IF EXISTS s_account',
    'DROP TABLE IF EXISTS t_order_item',
    "CREATE TABLE t_order (order_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int NOT NULL,
      status varchar(50) DEFAULT NULL, amount decimal(12,2) NOT NULL DEFAULT 0, made datetime(6) NULL,
      ratio double NULL, ok tinyint(1) NULL, big bigint unsigned NULL, raw varbinary(20) NULL, bits bit(9) NULL)
      DEFAULT CHARSET=utf8mb4",
    'CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY, config_value varchar(100)) DEFAULT CHARSET=utf8mb4',
    'CREATE TABLE s_account (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, owner varchar(40) NOT NULL UNIQUE,
      balance decimal(10,2) NOT NULL) DEFAULT CHARSET=utf8mb4',
];
const ERRORS = [
    'INSERT INTO t_order (order_id, user_id) VALUES (1, 1)', 'SELECT * FROM nowhere', 'SELECT nothing FROM t_order',
    'SELEC 1', "INSERT INTO s_account VALUES (1, 'x', 1)", "INSERT INTO t_config VALUES ('a', 'z')",
    "INSERT INTO t_order (order_id, user_id, amount) VALUES (5000, 1, 'many')", 'DROP TABLE nowhere', 'USE nowhere',
];

// ---- mysqli ----

function all($result): void
{
    foreach ($result->fetch_fields() as $field) {
        show($field->name, $field->table, $field->orgtable, $field->db, $field->type, $field->charsetnr, $field->decimals);
    }
    while ($row = $result->fetch_assoc()) show($row);
    $result->free();
}

function mysqli_checks(int $port): void
{
    mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
    $connect = function (int $flags = 0) use ($port): mysqli {
        $db = mysqli_init();
        $db->options(MYSQLI_OPT_CONNECT_TIMEOUT, 10);
        $db->options(MYSQLI_INIT_COMMAND, "SET @started = 'yes'");
        $db->real_connect('127.0.0.1', 'root', 'root', 'sharding_db', $port, null, $flags);
        $db->set_charset('utf8mb4');
        return $db;
    };
    $db = $connect();

    check('definitions', function () use ($db) {
        foreach (TABLES as $sql) show($db->query($sql));
        show($db->query('SELECT @started')->fetch_row());
    });
    check('rows of every table', function () use ($db) {
        show($db->query("INSERT INTO t_order (order_id, user_id, status, amount) VALUES (1, 1, 'new', 10.5), (2, 2, NULL, 3)"),
             $db->affected_rows, $db->info);
        show($db->query("INSERT INTO t_config VALUES ('a', '1'), ('ß', '😀')"), $db->affected_rows, $db->info);
        show($db->query("INSERT INTO s_account (owner, balance) VALUES ('ann', 100)"), $db->insert_id);
        show($db->query("UPDATE t_order SET status = 'x'"), $db->affected_rows, $db->info);
        show($db->query("UPDATE t_order SET status = 'x'"), $db->affected_rows, $db->info);
        all($db->query('SELECT * FROM t_order ORDER BY order_id'));
        all($db->query('SELECT o.status, COUNT(*) AS n, SUM(amount) s FROM t_order o, t_config c GROUP BY o.status'));
        all($db->query('SELECT * FROM t_config ORDER BY 1'));
        all($db->query('SELECT * FROM s_account'));
    });
    check('a key is generated', function () use ($db) {
        $db->query("INSERT INTO t_order (user_id, status) VALUES (77, 'generated')");
        $key = $db->insert_id;
        show($key > 0, $db->query("SELECT order_id = $key AS same, LAST_INSERT_ID() = $key AS last FROM t_order WHERE user_id = 77")->fetch_assoc());
        show($db->query('DELETE FROM t_order WHERE user_id = 77'), $db->affected_rows);
    });
    check('prepared statements', function () use ($db) {
        $insert = $db->prepare('INSERT INTO t_order (order_id, user_id, status, amount, made, ratio, ok, big, raw, bits)'
            . ' VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
        show($insert->param_count, $insert->field_count);
        for ($id = 10; $id < 30; ++$id) {
            $user = $id % 4;
            $status = $id % 5 == 0 ? null : "größer 😀 $id";
            [$amount, $made, $ratio, $ok, $big, $raw, $bits] = [$id . '.25', '2024-02-29 01:02:03.000' . $id, $id / 3, $id % 2,
                '18446744073709551615', "\0\xff\x27", $id];
            $insert->bind_param('iisssdissi', $id, $user, $status, $amount, $made, $ratio, $ok, $big, $raw, $bits);
            try {
                show($insert->execute(), $insert->affected_rows);
            } catch (mysqli_sql_exception $error) {
                show($error->getCode(), $error->getSqlState(), $error->getMessage(), $insert->errno, $insert->sqlstate);
            }
        }
        $insert->close();
        $insert = $db->prepare('INSERT INTO t_order (order_id, user_id, status, amount, made, ratio, ok, big, raw)'
            . ' VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
        for ($id = 40; $id < 60; ++$id) {
            show($insert->execute([$id, $id % 4, $id % 5 == 0 ? null : "é😀$id", "$id.25", '2024-02-29 01:02:03.000456',
                                   $id / 3, $id % 2, '18446744073709551615', "\0\xff'"]), $insert->affected_rows);
        }
        $select = $db->prepare('SELECT * FROM t_order WHERE user_id = ? AND order_id > ? ORDER BY order_id LIMIT ?');
        foreach ([[1, 0, 3], [2, 45, 2], [99, 0, 5]] as [$user, $after, $limit]) {
            $select->bind_param('iii', $user, $after, $limit);
            $select->execute();
            all($select->get_result());
        }
        $select = $db->prepare('SELECT order_id, status, ratio FROM t_order WHERE order_id > ? ORDER BY order_id DESC');
        $select->execute([50]);
        $select->bind_result($order, $status, $ratio);
        $select->store_result();
        show($select->num_rows);
        while ($select->fetch()) show($order, $status, $ratio);
        $select->free_result();
        $select->reset();
        $select->execute([57]);
        show(count($select->get_result()->fetch_all()));
        try {
            $db->prepare('SELECT nothing FROM t_order');
        } catch (mysqli_sql_exception $error) {
            show($error->getCode(), $error->getSqlState(), $error->getMessage());
        }
        try {
            $db->prepare('SELECT 1 FROM');
        } catch (mysqli_sql_exception $error) {
            show($error->getCode(), $error->getSqlState());
        }
    });
    check('cursors', function () use ($db) {
        foreach (['SELECT order_id, status FROM t_order ORDER BY order_id', 'SELECT order_id, status FROM t_order WHERE user_id = 1 ORDER BY 1',
                  'SELECT user_id, COUNT(*) FROM t_order GROUP BY user_id ORDER BY 1'] as $sql) {
            $statement = $db->prepare($sql);
            $statement->attr_set(MYSQLI_STMT_ATTR_CURSOR_TYPE, MYSQLI_CURSOR_TYPE_READ_ONLY);
            $statement->execute();
            $statement->bind_result($first, $second);
            $count = 0;
            while ($statement->fetch()) if (++$count < 4) show($first, $second);
            show($count);
            $statement->close();
        }
    });
    check('long data', function () use ($db) {
        $statement = $db->prepare('UPDATE t_config SET config_value = ? WHERE config_key = ?');
        [$null, $key] = [null, 'a'];
        $statement->bind_param('bs', $null, $key);
        foreach (['piece 1, ', 'piece 2, ', "pièce 3"] as $piece) $statement->send_long_data(0, $piece);
        show($statement->execute(), $statement->affected_rows);
        show($db->query("SELECT config_value FROM t_config WHERE config_key = 'a'")->fetch_row());
    });
    check('transactions', function () use ($db, $connect) {
        $other = $connect();
        $seen = fn() => show($other->query('SELECT (SELECT COUNT(*) FROM t_order) a, (SELECT SUM(balance) FROM s_account) b')->fetch_row());
        show($db->begin_transaction());
        $db->query("INSERT INTO t_order (order_id, user_id) VALUES (1000, 1), (1001, 2)");
        $db->query('UPDATE s_account SET balance = balance + 10');
        $seen();
        show($db->savepoint('later'));
        $db->query('DELETE FROM t_order');
        show($db->query('ROLLBACK TO SAVEPOINT `later`'));
        show($db->commit());
        $seen();
        show($db->autocommit(false));
        $db->query('DELETE FROM t_order WHERE order_id >= 1000');
        $seen();
        show($db->rollback());
        $seen();
        $db->query('DELETE FROM t_order WHERE order_id >= 1000');
        show($db->autocommit(true));
        $seen();
        $db->begin_transaction(MYSQLI_TRANS_START_READ_ONLY);
        try {
            $db->query("UPDATE t_order SET status = 'ro'");
        } catch (mysqli_sql_exception $error) {
            show($error->getCode(), $error->getSqlState(), $error->getMessage());
        }
        show($db->rollback());
        $db->begin_transaction(MYSQLI_TRANS_START_WITH_CONSISTENT_SNAPSHOT, 'named');
        show($db->commit(0, 'named'));
    });
    check('errors', function () use ($db) {
        foreach (ERRORS as $sql) {
            try {
                $db->query($sql);
                show('no error', $sql);
            } catch (mysqli_sql_exception $error) {
                show($error->getCode(), $error->getSqlState(), $error->getMessage(), $db->error_list);
            }
        }
    });
    check('several statements at once', function () use ($db) {
        show($db->multi_query("SELECT 1; UPDATE t_order SET status = 'm' WHERE user_id = 3; SELECT order_id FROM t_order WHERE user_id = 3 ORDER BY 1; SELECT * FROM nowhere; SELECT 2"));
        try {
            do {
                if ($result = $db->store_result()) all($result);
                else show($db->affected_rows, $db->info);
            } while ($db->more_results() && $db->next_result());
        } catch (mysqli_sql_exception $error) {
            show($error->getCode(), $error->getMessage());
        }
        show($db->query("SELECT 'usable'")->fetch_row());
        try {
            $db->query('SELECT 1; SELECT 2');
        } catch (mysqli_sql_exception $error) {
            show($error->getCode());
        }
    });
    check('rows as they come', function () use ($db) {
        $result = $db->query('SELECT order_id, status FROM t_order ORDER BY order_id', MYSQLI_USE_RESULT);
        show($result->fetch_row(), $result->fetch_row());
        $result->free();
        $db->real_query('SELECT order_id FROM t_order WHERE user_id = 1 ORDER BY 1');
        $result = $db->use_result();
        while ($row = $result->fetch_row()) show($row);
        $asked = $db->query('SELECT COUNT(*), SLEEP(0.1) FROM t_order', MYSQLI_ASYNC);
        do {
            $read = $failed = $refused = [$db];
        } while (!mysqli_poll($read, $failed, $refused, 1));
        show($asked, $db->reap_async_query()->fetch_row());
    });
    check('warnings', function () use ($db) {
        $db->query("SET sql_mode = ''");
        show($db->query("INSERT INTO t_order (order_id, user_id, status) VALUES (7000, 1, REPEAT('x', 60))"), $db->warning_count);
        for ($warning = $db->get_warnings(); $warning; ) {
            show($warning->errno, $warning->sqlstate, $warning->message);
            if (!$warning->next()) break;
        }
        $db->query('DELETE FROM t_order WHERE order_id = 7000');
        $db->query('SET sql_mode = DEFAULT');
    });
    check('of the connection', function () use ($db, $connect) {
        show(@$db->ping(), $db->character_set_name(), $db->protocol_version, $db->get_charset()->collation);
        show(preg_replace('/\d+(\.\d+)?/', 'n', explode('  ', $db->stat())[0]));
        show((int)$db->query('SELECT CONNECTION_ID()')->fetch_row()[0] === $db->thread_id);
        show($db->real_escape_string("a'b\\c\0\n"));
        foreach ([MYSQLI_REFRESH_LOG, MYSQLI_REFRESH_STATUS, MYSQLI_REFRESH_TABLES] as $what) {
            try {
                show(@$db->refresh($what));
            } catch (mysqli_sql_exception $error) {
                show($error->getCode());
            }
        }
        $db->query("SET @mine = 1, time_zone = '+01:00'");
        show($db->change_user('root', 'root', 'sharding_db'), $db->query('SELECT @mine, @@time_zone, DATABASE()')->fetch_row());
        show($db->select_db('sharding_db'));
        try {
            $db->select_db('nowhere');
        } catch (mysqli_sql_exception $error) {
            show($error->getCode(), $error->getMessage());
        }
        try {
            $connect()->change_user('root', 'wrong', 'sharding_db');
        } catch (mysqli_sql_exception $error) {
            show($error->getCode());
        }
        $victim = $connect();
        $killer = $connect();
        $kill = function (int $id) use ($killer) {
            try {
                show(@$killer->kill($id));
            } catch (mysqli_sql_exception $error) {
                // MySQL 8.4 has no such command any more, the proxy keeps it.
                show($error->getCode() === 1047 ? $killer->query("KILL $id") : $error->getCode());
            }
        };
        $kill($victim->thread_id);
        usleep(300000);
        try {
            $victim->query('SELECT 1');
            show('alive');
        } catch (mysqli_sql_exception $error) {
            show(in_array($error->getCode(), [1927, 2006, 2013, 4031]));
        }
        try {
            $kill(4000000000);
        } catch (mysqli_sql_exception $error) {
            show($error->getCode());
        }
        $compressed = $connect(MYSQLI_CLIENT_COMPRESS);
        show($compressed->query('SELECT REPEAT("x", 100), COUNT(*) FROM t_order')->fetch_row());
        $found = $connect(MYSQLI_CLIENT_FOUND_ROWS);
        $found->query("UPDATE t_order SET status = 'm' WHERE user_id = 3");
        show($found->affected_rows, $found->info);
    });
    introspection(fn(string $sql) => $db->query($sql)->fetch_all(MYSQLI_NUM), fn($sql) => $db->query($sql));
}

// ---- PDO ----

function rows(PDOStatement $statement): void
{
    for ($i = 0; $i < $statement->columnCount(); ++$i) {
        $meta = $statement->getColumnMeta($i);
        show($meta['name'], $meta['table'], $meta['native_type'] ?? null, $meta['pdo_type'], $meta['flags'], $meta['precision']);
    }
    foreach ($statement->fetchAll(PDO::FETCH_ASSOC) as $row) show($row);
}

function pdo_checks(int $port, bool $emulated): void
{
    $connect = fn(array $options = []) => new PDO("mysql:host=127.0.0.1;port=$port;dbname=sharding_db;charset=utf8mb4", 'root', 'root',
        $options + [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_EMULATE_PREPARES => $emulated,
                    PDO::MYSQL_ATTR_INIT_COMMAND => "SET @started = 'yes'"]);
    $db = $connect();

    check('definitions', function () use ($db) {
        foreach (TABLES as $sql) show($db->exec($sql));
        show($db->query('SELECT @started')->fetchColumn());
    });
    check('as Laravel begins', function () use ($db) {
        $db->exec('use `sharding_db`;');
        $db->prepare("set names 'utf8mb4' collate 'utf8mb4_unicode_ci'")->execute();
        $db->prepare("set time_zone='+00:00'")->execute();
        $db->prepare("set session sql_mode='ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'")->execute();
        rows($db->query('SELECT @@collation_connection AS c, @@time_zone AS t, @@sql_mode AS m'));
        $db->prepare('select * from information_schema.tables where table_schema = ? and table_name = ? and table_type = ?')
            ->execute(['sharding_db', 'migrations', 'BASE TABLE']);
    });
    check('rows', function () use ($db) {
        $insert = $db->prepare('INSERT INTO t_order (order_id, user_id, status, amount, made, ratio, ok, big, raw, bits)'
            . ' VALUES (:id, :user, :status, :amount, :made, :ratio, :ok, :big, :raw, :bits)');
        for ($id = 1; $id < 30; ++$id) {
            $insert->bindValue('id', $id, PDO::PARAM_INT);
            $insert->bindValue('user', $id % 4, PDO::PARAM_INT);
            $insert->bindValue('status', $id % 5 == 0 ? null : "größer 😀 ' \\ $id");
            $insert->bindValue('amount', "$id.25");
            $insert->bindValue('made', '2024-02-29 01:02:03.000456');
            $insert->bindValue('ratio', $id / 3);
            $insert->bindValue('ok', $id % 2 == 0, PDO::PARAM_BOOL);
            $insert->bindValue('big', '18446744073709551615');
            $insert->bindValue('raw', "\0\xff'", PDO::PARAM_LOB);
            $insert->bindValue('bits', $id, PDO::PARAM_INT);
            show($insert->execute(), $insert->rowCount());
        }
        $select = $db->prepare('SELECT * FROM t_order WHERE user_id = ? AND status LIKE ? ORDER BY order_id');
        $select->execute([1, 'gr%']);
        rows($select);
        $select->execute(['2', '%9']);
        rows($select);
        $in = $db->prepare('SELECT order_id FROM t_order WHERE order_id IN (?, ?, ?) ORDER BY order_id');
        $in->execute([5, '6', 7]);
        rows($in);
        $paged = $db->prepare('SELECT order_id, status FROM t_order ORDER BY order_id DESC LIMIT :n OFFSET :skip');
        $paged->bindValue('n', 3, PDO::PARAM_INT);
        $paged->bindValue('skip', 4, PDO::PARAM_INT);
        $paged->execute();
        rows($paged);
        $update = $db->prepare('UPDATE t_order SET status = ? WHERE user_id = ?');
        foreach ([['a', 1], ['a', 1], ['b', 9]] as $values) {
            $update->execute($values);
            show($update->rowCount());
        }
        show($db->exec("INSERT INTO t_config VALUES ('a', '1'), ('b', NULL)"), $db->exec("DELETE FROM t_config"),
             $db->exec("INSERT INTO t_config VALUES ('a', '1'), ('b', NULL)"));
        show($db->exec("INSERT INTO s_account (owner, balance) VALUES ('ann', 1)"), $db->lastInsertId());
        $db->exec("INSERT INTO t_order (user_id) VALUES (77)");
        $key = $db->lastInsertId();
        show($key > 0, $db->query("SELECT order_id = $key FROM t_order WHERE user_id = 77")->fetchColumn(), $db->exec("DELETE FROM t_order WHERE user_id = 77"));
        rows($db->query('SELECT status, COUNT(*) AS n, SUM(amount) AS s, AVG(ratio) IS NULL AS a FROM t_order GROUP BY status ORDER BY n DESC, status LIMIT 3'));
    });
    check('found rows', function () use ($connect) {
        $found = $connect([PDO::MYSQL_ATTR_FOUND_ROWS => true]);
        show($found->exec("UPDATE t_order SET status = 'a' WHERE user_id = 1"));
        $statement = $found->prepare('UPDATE t_config SET config_value = ?');
        $statement->execute(['q']);
        show($statement->rowCount());
        $statement->execute(['q']);
        show($statement->rowCount());
    });
    check('transactions', function () use ($db, $connect) {
        $other = $connect();
        $seen = fn() => show($other->query('SELECT COUNT(*), (SELECT COUNT(*) FROM t_config) FROM t_order')->fetch(PDO::FETCH_NUM));
        show($db->beginTransaction(), $db->inTransaction());
        $db->exec('DELETE FROM t_order WHERE user_id < 3');
        $db->exec('DELETE FROM t_config');
        $seen();
        show($db->rollBack(), $db->inTransaction());
        $seen();
        $db->beginTransaction();
        $db->exec("INSERT INTO t_order (order_id, user_id) VALUES (100, 1), (101, 2)");
        $db->exec('SAVEPOINT trans2');
        $db->exec('DELETE FROM t_order');
        $db->exec('ROLLBACK TO SAVEPOINT trans2');
        $db->commit();
        $seen();
        $db->beginTransaction();
        $db->exec('CREATE TABLE IF NOT EXISTS s_implicit (id int)');
        show($db->inTransaction());
        $db->exec('DROP TABLE s_implicit');
        $db->setAttribute(PDO::ATTR_AUTOCOMMIT, 0);
        $db->exec('DELETE FROM t_order WHERE order_id >= 100');
        $seen();
        $db->setAttribute(PDO::ATTR_AUTOCOMMIT, 1);
        $seen();
    });
    check('errors', function () use ($db) {
        foreach (ERRORS as $sql) {
            foreach (['exec', 'prepare'] as $how) {
                try {
                    $made = $db->$how($sql);
                    if ($made instanceof PDOStatement) $made->execute();
                    show('no error', $sql);
                } catch (PDOException $error) {
                    show($error->getCode(), $error->errorInfo);
                }
            }
        }
    });
    check('several statements at once', function () use ($db, $connect) {
        $emulating = $connect([PDO::ATTR_EMULATE_PREPARES => true]);
        $several = $emulating->query("SELECT 1 AS a; SELECT order_id FROM t_order WHERE user_id = 3 ORDER BY 1; UPDATE t_config SET config_value = 'z'; SELECT * FROM t_config ORDER BY 1");
        do {
            if ($several->columnCount() > 0) rows($several);
            else show($several->rowCount());
        } while ($several->nextRowset());
    });
    check('rows as they come', function () use ($db) {
        $db->setAttribute(PDO::MYSQL_ATTR_USE_BUFFERED_QUERY, false);
        $select = $db->prepare('SELECT order_id, user_id FROM t_order ORDER BY order_id');
        $select->execute();
        show($select->fetch(PDO::FETCH_NUM));
        try {
            $db->query('SELECT 1');
        } catch (PDOException $error) {
            show($error->errorInfo[1]);
        }
        $select->closeCursor();
        show($db->query('SELECT COUNT(*) FROM t_order')->fetchAll(PDO::FETCH_NUM));
        $db->setAttribute(PDO::MYSQL_ATTR_USE_BUFFERED_QUERY, true);
    });
    check('attributes', function () use ($db) {
        show(preg_replace('/\d+(\.\d+)?/', 'n', explode('  ', $db->getAttribute(PDO::ATTR_SERVER_INFO))[0]));
        show($db->getAttribute(PDO::ATTR_DRIVER_NAME), $db->quote("it's"));
        $db->setAttribute(PDO::ATTR_STRINGIFY_FETCHES, true);
        show($db->query('SELECT order_id, ratio FROM t_order WHERE order_id = 3')->fetch(PDO::FETCH_ASSOC));
        $db->setAttribute(PDO::ATTR_STRINGIFY_FETCHES, false);
    });
    introspection(fn(string $sql) => $db->query($sql)->fetchAll(PDO::FETCH_NUM), fn($sql) => $db->exec($sql));
}

// What phpMyAdmin, Laravel's and Doctrine's schema builders ask.
function introspection(callable $ask, callable $run): void
{
    $questions = [
        'SELECT @@version_comment IS NOT NULL', 'SHOW DATABASES LIKE "sharding%"', 'SELECT CURRENT_USER() LIKE "root@%"',
        'SHOW FULL TABLES WHERE Table_type = "BASE TABLE"', 'SHOW FULL COLUMNS FROM t_order', 'SHOW CREATE TABLE t_order',
        'select column_name as `column_name` from information_schema.columns where table_schema = "sharding_db" and table_name = "t_order" order by ordinal_position',
        'select * from information_schema.tables where table_schema = "sharding_db" and table_name = "nothing" and table_type = "BASE TABLE"',
        'SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = "sharding_db"',
        'SHOW VARIABLES LIKE "lower_case_table_names"', 'SHOW ENGINES',
        'SELECT k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME
           FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints c
           ON c.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND c.TABLE_NAME = k.TABLE_NAME
           WHERE k.TABLE_NAME = "s_child" AND k.TABLE_SCHEMA = "sharding_db" AND c.CONSTRAINT_SCHEMA = "sharding_db"
             AND k.REFERENCED_COLUMN_NAME IS NOT NULL',
        'SELECT CONSTRAINT_NAME, UNIQUE_CONSTRAINT_SCHEMA, UPDATE_RULE, DELETE_RULE, TABLE_NAME, REFERENCED_TABLE_NAME
           FROM information_schema.referential_constraints WHERE CONSTRAINT_SCHEMA = "sharding_db"',
    ];
    check('introspection', function () use ($ask, $run, $questions) {
        $run('DROP TABLE IF EXISTS s_child');
        $run('CREATE TABLE s_child (id int PRIMARY KEY, account int, CONSTRAINT fk_account FOREIGN KEY (account) REFERENCES s_account (id) ON DELETE CASCADE)');
        foreach ($questions as $sql) {
            echo "> $sql\n";
            try {
                foreach ($ask($sql) as $row) show($row);
            } catch (Exception $error) {
                show($error->getCode(), $error->getMessage());
            }
        }
        $run('DROP TABLE s_child');
        $run('DROP TABLE t_order, t_config, s_account');
        foreach ($ask('SHOW TABLES') as $row) show($row);
    });
}

$driver === 'mysqli' ? mysqli_checks($port) : pdo_checks($port, $driver === 'pdo-emulated');
echo "the end\n";
