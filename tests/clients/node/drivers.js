'use strict';
// mysql2, mysqljs and mariadb: text and prepared statements, pools, streams.
const {Checks, fails, tables, where, equal} = require('./check');

async function overMysql2(port) {
  const checks = new Checks(`mysql2 ${port}`);
  const mysql = require('mysql2/promise');
  const pool = mysql.createPool({...where(port, 'sharding_db'), connectionLimit: 4, multipleStatements: true, dateStrings: true});
  const first = async (sql, values) => (await pool.query(sql, values))[0];
  await checks.check('tables are created', async () => {
    for (const sql of tables(port)) await pool.query(sql);
  });
  for (const way of ['query', 'execute']) {
    await checks.check(`rows by ${way}`, async () => {
      const [inserted] = await pool[way]('INSERT INTO t_order (order_id, user_id, status, amount, created, note) VALUES (?, ?, ?, ?, ?, ?)',
        [10, 3, "it's \u4e2d\ud83d\ude80", '12.50', '2024-02-29 12:00:00.123', '{"a": 1}']);
      equal(inserted.affectedRows, 1);
      const [rows] = await pool[way]('SELECT order_id, user_id, status, amount, created FROM t_order WHERE order_id = ? AND user_id = ?', [10, 3]);
      equal(rows, [{order_id: 10, user_id: 3, status: "it's \u4e2d\ud83d\ude80", amount: '12.50', created: '2024-02-29 12:00:00.123'}]);
      const [updated] = await pool[way]('UPDATE t_order SET status = ? WHERE user_id = ?', ['b', 3]);
      equal([updated.affectedRows, updated.changedRows], [1, 1]);
      equal(updated.info, 'Rows matched: 1  Changed: 1  Warnings: 0');
      const [same] = await pool[way]('UPDATE t_order SET status = ?', ['b']);
      equal([same.affectedRows, same.changedRows], [1, 0]);
      const [found] = await pool[way]('SELECT COUNT(*) AS n, SUM(amount) AS s, MAX(user_id) AS m FROM t_order WHERE user_id IN (?, ?)', [3, 4]);
      equal(found, [{n: 1, s: '12.50', m: 3}]);
      equal((await pool[way]('DELETE FROM t_order WHERE order_id = ?', [10]))[0].affectedRows, 1);
      equal((await pool[way]('SELECT * FROM t_order WHERE status = ?', [null]))[0], []);
    });
  }
  await checks.check('rows of one INSERT and their keys', async () => {
    const [many] = await pool.query('INSERT INTO t_order (user_id, status) VALUES ?', [[[1, 'a'], [2, 'b'], [3, 'c']]]);
    equal(many.affectedRows, 3);
    equal(many.info, 'Records: 3  Duplicates: 0  Warnings: 0');
    const [kept] = await pool.query({sql: 'SELECT CAST(order_id AS CHAR) AS id FROM t_order WHERE user_id = 1', supportBigNumbers: true});
    equal(String(many.insertId), kept[0].id);
    await pool.query('DELETE FROM t_order');
  });
  await checks.check('several statements in one text', async () => {
    const [results] = await pool.query('INSERT INTO t_config VALUES (?, ?); SELECT config_value FROM t_config; DELETE FROM t_config', ['k', 'v']);
    equal([results[0].affectedRows, results[1], results[2].affectedRows], [1, [{config_value: 'v'}], 1]);
  });
  await checks.check('a transaction commits, another rolls back', async () => {
    const connection = await pool.getConnection();
    await connection.beginTransaction();
    await connection.execute('INSERT INTO t_order (order_id, user_id) VALUES (?, ?)', [1, 1]);
    await connection.execute('INSERT INTO t_order (order_id, user_id) VALUES (?, ?)', [2, 2]);
    await connection.rollback();
    equal((await connection.query('SELECT COUNT(*) AS n FROM t_order'))[0], [{n: 0}]);
    await connection.beginTransaction();
    await connection.query('INSERT INTO t_order (order_id, user_id) VALUES (1, 1), (2, 2), (3, 3)');
    await connection.commit();
    connection.release();
    equal(await first('SELECT COUNT(*) AS n FROM t_order'), [{n: 3}]);
  });
  await checks.check('a stream', async () => {
    const connection = await pool.getConnection();
    const ids = [];
    await new Promise((done, failed) => connection.connection.query('SELECT order_id FROM t_order ORDER BY order_id DESC').stream()
      .on('data', (row) => ids.push(row.order_id)).on('end', done).on('error', failed));
    connection.release();
    equal(ids, [3, 2, 1]);
  });
  await checks.check('errors have the server\'s numbers', async () => {
    await fails(1062, () => pool.execute('INSERT INTO t_order (order_id, user_id) VALUES (?, ?)', [1, 1]));
    await fails(1064, () => pool.query('SELEC 1'));
    await fails(1146, () => pool.execute('SELECT * FROM nowhere WHERE a = ?', [1]));
    equal(await first('SELECT 1 AS one'), [{one: 1}]);
  });
  await checks.check('prepared, changed user, ping, reset', async () => {
    const connection = await mysql.createConnection(where(port, 'sharding_db'));
    const statement = await connection.prepare('SELECT order_id FROM t_order WHERE user_id = ? ORDER BY order_id LIMIT ?, ?');
    equal((await statement.execute([2, '0', '10']))[0], [{order_id: 2}]);
    equal((await statement.execute([1, '0', '10']))[0], [{order_id: 1}]);
    await statement.close();
    await connection.query('SET @mine = 1');
    await connection.changeUser({user: 'root', password: 'root', database: 'app_db'});
    equal((await connection.query('SELECT DATABASE() AS d, @mine AS m'))[0], [{d: 'app_db', m: null}]);
    await connection.ping();
    await connection.end();
  });
  await checks.check('arrays of rows, names of nested tables', async () => {
    const [rows, fields] = await pool.query({sql: 'SELECT o.order_id, o.user_id FROM t_order o ORDER BY 1', rowsAsArray: true});
    equal(rows, [[1, 1], [2, 2], [3, 3]]);
    equal(fields.map((field) => `${field.schema}.${field.orgTable}.${field.table}.${field.orgName}`),
      ['sharding_db.t_order.o.order_id', 'sharding_db.t_order.o.user_id']);
    const [nested] = await pool.query({sql: 'SELECT * FROM t_order o LEFT JOIN t_order_item i ON i.order_id = o.order_id AND i.user_id = o.user_id WHERE o.order_id = 1',
      nestTables: true});
    equal([nested[0].o.user_id, nested[0].i.order_item_id], [1, null]);
  });
  await pool.end();
  return checks.over();
}

async function overMysqljs(port) {
  const checks = new Checks(`mysqljs ${port}`);
  const mysql = require('mysql');
  const connection = mysql.createConnection({...where(port, 'sharding_db'), multipleStatements: true});
  const query = (sql, values) => new Promise((done, failed) => connection.query(sql, values, (problem, rows) => (problem ? failed(problem) : done(rows))));
  const call = (name, ...values) => new Promise((done, failed) => connection[name](...values, (problem) => (problem ? failed(problem) : done())));
  // It knows mysql_native_password alone, which MySQL 9 has no more.
  try {
    await call('connect');
  } catch (problem) {
    if (port === 'PLAIN_PORT' && problem.code !== 'ECONNREFUSED') return console.log(`skip  mysqljs ${port}: ${problem.code}`), 0;
    throw problem;
  }
  await checks.check('rows', async () => {
    await query('DELETE FROM t_order');
    equal((await query('INSERT INTO t_order SET ?', {order_id: 5, user_id: 2, status: "q'\\\u4e2d"})).affectedRows, 1);
    const rows = await query('SELECT order_id, status FROM ?? WHERE order_id = ?', ['t_order', 5]);
    equal({...rows[0]}, {order_id: 5, status: "q'\\\u4e2d"});
    equal((await query('UPDATE t_order SET status = ? WHERE order_id = ?', ['x', 5])).changedRows, 1);
  });
  await checks.check('a transaction', async () => {
    await call('beginTransaction');
    await query('DELETE FROM t_order');
    await call('rollback');
    equal((await query('SELECT COUNT(*) AS n FROM t_order'))[0].n, 1);
  });
  await checks.check('a changed user, statistics, ping', async () => {
    await call('changeUser', {database: 'app_db'});
    equal((await query('SELECT DATABASE() AS d'))[0].d, 'app_db');
    await call('ping');
    await call('statistics');
  });
  await checks.check('several results', async () => {
    const results = await query('SELECT 1 AS a; SELECT 2 AS b');
    equal([results[0][0].a, results[1][0].b], [1, 2]);
  });
  await checks.check('a time-out', async () => {
    let problem;
    await query({sql: 'SELECT SLEEP(5)', timeout: 300}).catch((caught) => { problem = caught; });
    equal(problem.code, 'PROTOCOL_SEQUENCE_TIMEOUT');
  });
  connection.destroy();
  return checks.over();
}

async function overMariadb(port) {
  const checks = new Checks(`mariadb npm ${port}`);
  const mariadb = require('mariadb');
  const pool = mariadb.createPool({...where(port, 'sharding_db'), connectionLimit: 4, allowPublicKeyRetrieval: true, multipleStatements: true,
    insertIdAsNumber: false, bigIntAsNumber: true});
  for (const way of ['query', 'execute']) {
    await checks.check(`rows by ${way}`, async () => {
      await pool.query('DELETE FROM t_order');
      equal((await pool[way]('INSERT INTO t_order (order_id, user_id, status) VALUES (?, ?, ?)', [7, 1, 'a'])).affectedRows, 1);
      equal((await pool[way]('SELECT order_id, status FROM t_order WHERE user_id = ?', [1])).slice(), [{order_id: 7, status: 'a'}]);
      equal((await pool[way]('UPDATE t_order SET status = ? WHERE user_id > ?', ['b', 0])).affectedRows, 1);
    });
  }
  await checks.check('a batch', async () => {
    await pool.query('DELETE FROM t_order');
    const result = await pool.batch('INSERT INTO t_order (order_id, user_id, status) VALUES (?, ?, ?)', [[1, 1, 'a'], [2, 2, 'b'], [3, 3, null]]);
    equal((Array.isArray(result) ? result.reduce((sum, each) => sum + each.affectedRows, 0) : result.affectedRows), 3);
    equal((await pool.query('SELECT COUNT(*) AS n FROM t_order'))[0].n, 3);
  });
  await checks.check('a transaction and a reset', async () => {
    const connection = await pool.getConnection();
    await connection.beginTransaction();
    await connection.query('UPDATE t_order SET status = ?', ['t']);
    await connection.rollback();
    equal((await connection.query('SELECT status FROM t_order ORDER BY order_id')).map((row) => row.status), ['a', 'b', null]);
    await connection.query('SET @mine = 1');
    await connection.reset();
    equal((await connection.query('SELECT @mine AS m'))[0].m, null);
    await connection.release();
  });
  await checks.check('pipelined statements', async () => {
    const connection = await pool.getConnection();
    const all = await Promise.all([1, 2, 3, 4].map((n) => connection.execute('SELECT ? + 0 AS n, (SELECT COUNT(*) FROM t_order) AS c', [n])));
    equal(all.map((rows) => [Number(rows[0].n), rows[0].c]), [[1, 3], [2, 3], [3, 3], [4, 3]]);
    await connection.release();
  });
  await checks.check('a stream', async () => {
    const connection = await pool.getConnection();
    const ids = [];
    for await (const row of connection.queryStream('SELECT order_id FROM t_order ORDER BY order_id')) ids.push(row.order_id);
    equal(ids, [1, 2, 3]);
    await connection.release();
  });
  await checks.check('errors have the server\'s numbers', async () => {
    await fails(1062, () => pool.execute('INSERT INTO t_order (order_id, user_id) VALUES (?, ?)', [1, 1]));
    await fails(1054, () => pool.query('SELECT nothing FROM t_order'));
  });
  await pool.end();
  return checks.over();
}

(async () => {
  let failed = 0;
  for (const port of ['PLAIN_PORT', 'PROXY_PORT']) {
    for (const driver of [overMysql2, overMysqljs, overMariadb]) failed += await driver(port);
  }
  process.exit(failed === 0 ? 0 : 1);
})();
