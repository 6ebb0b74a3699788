'use strict';
// Named checks; the process ends with 1 when one has failed.
const assert = require('assert');

const where = (port, database) => ({
  host: '127.0.0.1', port: Number(process.env[port]), user: 'root', password: 'root', database,
});

class Checks {
  constructor(name) {
    this.name = name;
    this.done = 0;
    this.failed = 0;
  }

  async check(what, run) {
    ++this.done;
    try {
      await run();
    } catch (problem) {
      ++this.failed;
      const at = (problem.stack || '').split('\n').filter((line) => line.includes(__dirname) && !line.includes('node_modules'));
      console.log(`FAIL  ${this.name}: ${what}: ${problem.message}`);
      if (at.length > 0) console.log(`    ${at[at.length > 1 && at[0].includes('check.js') ? 1 : 0]}`);
      if (problem.sql) console.log(`      ${problem.sql}`.slice(0, 300));
    }
  }

  // The number of checks that failed.
  over() {
    console.log(`${this.failed === 0 ? 'ok  ' : 'FAIL'}  ${this.name}: ${this.done - this.failed} of ${this.done} checks`);
    return this.failed;
  }
}

async function fails(code, run) {
  let problem;
  try {
    await run();
  } catch (caught) {
    problem = caught;
  }
  assert.ok(problem, `expected error ${code}, got none`);
  const errno = problem.errno || (problem.original && problem.original.errno) || (problem.parent && problem.parent.errno);
  assert.strictEqual(errno, code, problem.message);
}

// On the plain server keys come from the server.
const tables = (port) => [
  'DROP TABLE IF EXISTS t_order_item, t_order, t_config',
  `CREATE TABLE t_order (order_id bigint NOT NULL${port === 'PLAIN_PORT' ? ' AUTO_INCREMENT' : ''} PRIMARY KEY,
    user_id int NOT NULL, status varchar(50), amount decimal(12,2), created datetime(3), note json)`,
  'CREATE TABLE t_order_item (order_item_id bigint NOT NULL PRIMARY KEY, order_id bigint NOT NULL, user_id int NOT NULL, content varchar(255))',
  'CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY, config_value varchar(100))',
];

module.exports = {Checks, fails, tables, where, equal: assert.deepStrictEqual};
