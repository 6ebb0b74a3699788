# mysql2.rb: what a Ruby application and ActiveRecord do with the mysql2 gem.
# Prints what it sees; run_twice.sh compares the two sides.
begin
  require 'mysql2'
rescue LoadError => missing
  warn "ruby-mysql2 is not installed (#{missing})"
  exit 77
end
require 'bigdecimal'
require 'date'

$stdout.sync = true

def show(*values)
  puts values.map { |value| value.is_a?(BigDecimal) ? value.to_s('F') : value.inspect }.join(' ')
end

def connect(**options)
  Mysql2::Client.new(host: '127.0.0.1', port: ENV['DB_PORT'].to_i, username: 'root', password: 'root',
                     database: 'sharding_db', encoding: 'utf8mb4', **options)
end

def rows(result)
  show(*result.fields)
  result.each { |row| show(row.map { |key, value| [key, value.is_a?(BigDecimal) ? value.to_s('F') : value] }) }
end

def fails
  yield
  puts 'no error'
rescue Mysql2::Error => error
  show(error.class, error.errno, error.sql_state, error.message)
end

def check(name)
  puts "== #{name}"
  client = connect
  yield client
rescue StandardError => problem
  show('EXCEPTION', problem.class, problem.message)
ensure
  client&.close
end

check 'definitions' do |db|
  %w[t_order t_order_item t_config s_account].each { |table| db.query("DROP TABLE IF EXISTS #{table}") }
  db.query <<~SQL
    CREATE TABLE t_order (order_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int NOT NULL, status varchar(50),
      amount decimal(12,2) NOT NULL DEFAULT 0, made datetime(6), day date, took time, ok tinyint(1), big bigint unsigned,
      raw varbinary(20), ratio double, born year, stamp timestamp NULL) DEFAULT CHARSET=utf8mb4
  SQL
  db.query('CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY, config_value varchar(100)) DEFAULT CHARSET=utf8mb4')
  db.query('CREATE TABLE s_account (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, owner varchar(40) UNIQUE, balance decimal(10,2))')
end

check 'as ActiveRecord begins' do |db|
  db.query("SET  @@SESSION.sql_mode = CONCAT(CONCAT(@@sql_mode, ',STRICT_ALL_TABLES'), ',NO_AUTO_VALUE_ON_ZERO'),  @@SESSION.sql_auto_is_null = 0, @@SESSION.wait_timeout = 2147483")
  db.query('SET NAMES utf8mb4,  @@SESSION.wait_timeout = 2147483')
  rows(db.query("SHOW VARIABLES LIKE 'sql_mode'"))
  rows(db.query('SELECT @@max_allowed_packet > 1, @@wait_timeout'))
  rows(db.query('SHOW FULL FIELDS FROM `t_order`'))
  show(db.query('SHOW KEYS FROM `t_order`').map { |row| row.values_at('Table', 'Key_name', 'Column_name') })
  rows(db.query("SELECT table_name FROM (SELECT * FROM information_schema.tables WHERE table_schema = database()) _subquery WHERE _subquery.table_type = 'BASE TABLE' ORDER BY 1"))
  rows(db.query("SELECT table_comment FROM information_schema.tables WHERE table_schema = database() AND table_name = 't_order'"))
  rows(db.query("SELECT column_name FROM information_schema.statistics WHERE index_name = 'PRIMARY' AND table_schema = database() AND table_name = 't_order' ORDER BY seq_in_index"))
  rows(db.query("SELECT fk.referenced_table_name AS 'to_table', fk.referenced_column_name AS 'primary_key', fk.column_name AS 'column', fk.constraint_name AS 'name', rc.update_rule AS 'on_update', rc.delete_rule AS 'on_delete' FROM information_schema.referential_constraints rc JOIN information_schema.key_column_usage fk USING (constraint_schema, constraint_name) WHERE fk.referenced_column_name IS NOT NULL AND fk.table_schema = database() AND fk.table_name = 's_account' AND rc.constraint_schema = database() AND rc.table_name = 's_account'"))
  rows(db.query("SELECT GET_LOCK('migration', 1)"))
  rows(db.query("SELECT RELEASE_LOCK('migration')"))
  rows(db.query('SELECT @@FOREIGN_KEY_CHECKS'))
  db.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED')
  db.query('BEGIN')
  db.query('SAVEPOINT active_record_1')
  db.query('RELEASE SAVEPOINT active_record_1')
  db.query('COMMIT')
end

check 'rows' do |db|
  db.query("INSERT INTO t_order VALUES (1, 1, 'it\\'s 😀', 10.5, '2024-02-29 01:02:03.000456', '2024-02-29', '-12:30:00', 1, 18446744073709551615, X'00FF27', 0.1, 2024, '2024-02-29 00:00:00'), (2, 2, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)")
  show(db.affected_rows, db.query_info)
  db.query("INSERT INTO t_config VALUES ('a', '1'), ('ß', 'é')")
  db.query("INSERT INTO s_account (owner, balance) VALUES ('ann', 100)")
  show(db.last_id)
  rows(db.query('SELECT * FROM t_order ORDER BY order_id'))
  rows(db.query('SELECT * FROM t_order ORDER BY order_id', cast: false))
  show(db.query('SELECT user_id, COUNT(*) FROM t_order GROUP BY user_id ORDER BY 1', as: :array).to_a)
  show(db.query('SELECT ok FROM t_order ORDER BY order_id', cast_booleans: true, symbolize_keys: true).to_a)
  show(db.query('SELECT order_id FROM t_order ORDER BY 1', stream: true, cache_rows: false).to_a)
  show(db.query("UPDATE t_order SET status = 'x'"), db.affected_rows, db.query_info)
  db.query("INSERT INTO t_order (user_id) VALUES (77)")
  key = db.last_id
  show(key.positive?, db.query("SELECT order_id = #{key} AS same FROM t_order WHERE user_id = 77").to_a)
  db.query('DELETE FROM t_order WHERE user_id = 77')
  show(db.affected_rows, db.escape("a'b\0"))
end

check 'prepared statements' do |db|
  insert = db.prepare('INSERT INTO t_order (order_id, user_id, status, amount, made, day, ok, big, raw, ratio) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  (10..30).each do |id|
    insert.execute(id, id % 4, id % 5 == 0 ? nil : "é😀#{id}", BigDecimal("#{id}.25"), Time.new(2024, 2, 29, 1, 2, 3.25r),
                   Date.new(2024, 2, 29), id.even?, 2**64 - 1, "\x00\xFF".b, id / 3.0)
    show(insert.affected_rows)
  end
  select = db.prepare('SELECT * FROM t_order WHERE user_id = ? AND order_id > ? ORDER BY order_id')
  show(select.param_count, select.field_count, select.fields)
  [[1, 0], [2, 25], [3, 99]].each { |values| rows(select.execute(*values)) }
  count = db.prepare('SELECT COUNT(*) AS n, SUM(amount) AS s FROM t_order WHERE status LIKE ?')
  ['é%', '%1', 'none'].each { |pattern| rows(count.execute(pattern)) }
  stream = db.prepare('SELECT order_id FROM t_order WHERE order_id > ? ORDER BY order_id DESC')
  show(stream.execute(20, stream: true, cache_rows: false, as: :array).to_a)
  fails { db.prepare('SELECT nothing FROM t_order') }
  fails { insert.execute(10, 2, nil, 0, nil, nil, nil, nil, nil, nil) }
  fails { db.prepare('SELECT 1 FROM') }
  [insert, select, count, stream].each(&:close)
end

check 'transactions' do |db|
  other = connect
  seen = -> { show(other.query('SELECT COUNT(*) AS n, (SELECT SUM(balance) FROM s_account) AS b FROM t_order').to_a) }
  db.query('BEGIN')
  db.query('DELETE FROM t_order WHERE order_id > 5')
  db.query('UPDATE s_account SET balance = 1')
  seen.call
  db.query('ROLLBACK')
  seen.call
  db.query('START TRANSACTION')
  db.query('DELETE FROM t_order WHERE order_id > 25')
  db.query('SAVEPOINT a')
  db.query('DELETE FROM t_order')
  db.query('ROLLBACK TO SAVEPOINT a')
  db.query('COMMIT')
  seen.call
  other.close
end

check 'errors' do |db|
  ['INSERT INTO t_order (order_id, user_id) VALUES (1, 1)', 'SELECT * FROM nowhere', 'SELEC 1',
   "INSERT INTO t_config VALUES ('a', 'z')", "INSERT INTO t_order (order_id, user_id, amount) VALUES (5000, 1, 'x')",
   'DROP TABLE nowhere'].each { |sql| fails { db.query(sql) } }
  fails { connect(read_timeout: 1).query('SELECT SLEEP(5)') }
end

check 'several statements at once' do |_|
  db = connect(flags: Mysql2::Client::MULTI_STATEMENTS)
  rows(db.query('SELECT 1 AS a; SELECT order_id FROM t_order WHERE user_id = 3 ORDER BY 1; UPDATE t_config SET config_value = 2; SELECT * FROM nowhere'))
  begin
    while db.next_result
      result = db.store_result
      result ? rows(result) : show(db.affected_rows)
    end
  rescue Mysql2::Error => error
    show(error.errno, error.message)
  end
  db.close
end

check 'of the connection' do |db|
  show(db.ping, db.thread_id == db.query('SELECT CONNECTION_ID() AS id').first['id'], db.select_db('sharding_db'))
  fails { db.select_db('nowhere') }
  show(db.server_info[:version].include?('MariaDB'), db.encoding)
  other = connect(reconnect: true, init_command: 'SET @started = 1')
  db.query("KILL #{other.thread_id}")
  sleep 0.3
  show(other.query('SELECT @started, DATABASE()').to_a)
  db.set_server_option(Mysql2::Client::OPTION_MULTI_STATEMENTS_ON)
  show(db.query('SELECT 1; SELECT 2').to_a)
  db.abandon_results!
  found = connect(found_rows: true)
  found.query('UPDATE t_config SET config_value = 2')
  show(found.affected_rows)
  plain = connect(flags: ['-FOUND_ROWS'])
  plain.query('UPDATE t_config SET config_value = 2')
  show(plain.affected_rows)
  %w[t_order t_config s_account].each { |table| db.query("DROP TABLE #{table}") }
  show(db.query('SHOW TABLES').to_a)
end

puts 'the end'
