# dbd_mysql.pl 0|1: DBI with DBD::mysql, without and with mysql_server_prepare.
# Prints what it sees; run_twice.sh compares the two sides.
use strict;
use warnings;
use utf8;
binmode STDOUT, ':utf8';
$| = 1;

unless (eval { require DBI; require DBD::mysql; 1 }) {
  print STDERR "libdbd-mysql-perl is not installed ($@)\n";
  exit 77;
}
my $prepare = $ARGV[0];

sub text {
  my ($value) = @_;
  return 'NULL' unless defined $value;
  $value =~ s/([\x00-\x1f\x7f-\xff])/sprintf('\\x%02x', ord $1)/ge unless utf8::is_utf8($value);
  $value =~ s/AUTO_INCREMENT=\d+/AUTO_INCREMENT=.../;
  return "'$value'";
}
sub show { print join(' ', map { text($_) } @_), "\n" }

sub open_it {
  return DBI->connect("DBI:mysql:database=sharding_db;host=127.0.0.1;port=$ENV{DB_PORT};mysql_server_prepare=$prepare"
      . ($_[0] // ''), 'root', 'root',
    {RaiseError => 1, PrintError => 0, AutoCommit => 1, mysql_enable_utf8mb4 => 1});
}

sub rows {
  my ($statement) = @_;
  show(@{$statement->{NAME}});
  show(map { $_ // '' } @{$statement->{mysql_table}}, @{$statement->{mysql_type_name}}, @{$statement->{NULLABLE}});
  while (my $row = $statement->fetchrow_arrayref) { show(@$row) }
}
sub run { my ($db, $sql, @values) = @_; my $s = $db->prepare($sql); $s->execute(@values); rows($s); }
sub fails {
  my ($db, $what) = @_;
  eval { $what->(); 1 } ? show('no error') : show('error', $db->err, $db->state, $db->errstr);
}

my $db = open_it();
sub check {
  my ($name, $what) = @_;
  print "== $name\n";
  eval { $what->(); 1 } or show('EXCEPTION', $@ =~ s/ at \S+ line \d+.*//sr);
}

check 'definitions', sub {
  $db->do("DROP TABLE IF EXISTS $_") for qw(t_order t_order_item t_config s_account);
  show($db->do('CREATE TABLE t_order (order_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int NOT NULL,'
    . ' status varchar(50), amount decimal(12,2) NOT NULL DEFAULT 0, made datetime(6), raw varbinary(20), ratio double,'
    . ' big bigint unsigned) DEFAULT CHARSET=utf8mb4'));
  $db->do('CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY, config_value varchar(100)) DEFAULT CHARSET=utf8mb4');
  $db->do('CREATE TABLE s_account (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, owner varchar(40), balance decimal(10,2))');
};
check 'rows', sub {
  my $insert = $db->prepare('INSERT INTO t_order (order_id, user_id, status, amount, made, raw, ratio, big) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  show($insert->{NUM_OF_PARAMS});
  for my $id (1 .. 20) {
    show($insert->execute($id, $id % 4, $id % 5 ? "größer 😀 $id" : undef, "$id.25", '2024-02-29 01:02:03.000456', "\0\xff'", $id / 4, '18446744073709551615'));
  }
  my @status;
  show($insert->execute_array({ArrayTupleStatus => \@status}, [30, 31, 32], 1, ['a', 'b', undef], 0, undef, undef, undef, undef), scalar @status);
  show($db->do('INSERT INTO t_config VALUES (?, ?), (?, ?)', undef, 'a', 1, 'b', undef));
  show($db->do("INSERT INTO s_account (owner, balance) VALUES ('ann', 1)"), $db->{mysql_insertid}, $db->last_insert_id(undef, undef, undef, undef));
  run($db, 'SELECT * FROM t_order WHERE user_id = ? ORDER BY order_id', 1);
  run($db, 'SELECT * FROM t_order WHERE order_id IN (?, ?, ?) ORDER BY order_id DESC LIMIT ?', 3, 5, 7, 2);
  run($db, 'SELECT status, COUNT(*) AS n, SUM(amount) FROM t_order GROUP BY status HAVING n > ? ORDER BY 1', 0);
  run($db, 'SELECT * FROM t_config ORDER BY config_key');
  my $update = $db->prepare('UPDATE t_order SET status = ? WHERE user_id = ?');
  show($update->execute('u', 2), $update->rows, $update->execute('u', 2), $update->execute('v', 99));
  $db->do('INSERT INTO t_order (user_id) VALUES (77)');
  my $key = $db->{mysql_insertid};
  show($key > 0, $db->selectrow_array('SELECT order_id = ? FROM t_order WHERE user_id = 77', undef, $key));
  show($db->do('DELETE FROM t_order WHERE user_id = 77'), $db->{mysql_info});
  my $all = $db->selectall_hashref('SELECT order_id, status FROM t_order WHERE order_id < 4', 'order_id');
  show(map { $_, $all->{$_}{status} } sort keys %$all);
};
# With a server's statement the driver waits for ever, on any server.
check 'rows as they come', sub {
  return if $prepare;
  my $s = $db->prepare('SELECT order_id FROM t_order ORDER BY order_id', {mysql_use_result => 1});
  $s->execute;
  show($s->fetchrow_array, $s->fetchrow_array);
  $s->finish;
  show($db->selectrow_array("SELECT 'usable'"));
};
check 'transactions', sub {
  my $other = open_it();
  my $seen = sub { show($other->selectrow_array('SELECT COUNT(*), (SELECT COUNT(*) FROM t_config) FROM t_order')) };
  $db->begin_work;
  $db->do('DELETE FROM t_order WHERE user_id < 3');
  $db->do('DELETE FROM t_config');
  $seen->();
  $db->rollback;
  $seen->();
  {
    local $db->{AutoCommit} = 0;
    $db->do('DELETE FROM t_order WHERE order_id > 30');
    $seen->();
    $db->commit;
    $seen->();
    $db->do('DELETE FROM t_order');
    $db->rollback;
  }
  $seen->();
  $other->disconnect;
};
check 'errors', sub {
  for my $sql ('INSERT INTO t_order (order_id, user_id) VALUES (1, 1)', 'SELECT * FROM nowhere', 'SELEC 1', 'DROP TABLE nowhere',
    "INSERT INTO t_order (order_id, user_id, amount) VALUES (5000, 1, 'x')", "INSERT INTO t_config VALUES ('a', 'z')") {
    fails($db, sub { my $s = $db->prepare($sql); $s->execute });
  }
};
check 'introspection', sub {
  show($_) for sort $db->tables(undef, 'sharding_db', '%', 'TABLE');
  my $columns = $db->column_info(undef, 'sharding_db', 't_order', '%');
  while (my $row = $columns->fetchrow_hashref) { show(@$row{qw(TABLE_NAME COLUMN_NAME TYPE_NAME COLUMN_SIZE NULLABLE ORDINAL_POSITION)}) }
  show($db->primary_key(undef, 'sharding_db', 't_order'));
  my $foreign = $db->foreign_key_info(undef, 'sharding_db', 't_order', undef, 'sharding_db', 't_config');
  show($foreign ? $foreign->rows : 'none');
  my $statistics = $db->statistics_info(undef, 'sharding_db', 't_order', 0, 1);
  while ($statistics and my $row = $statistics->fetchrow_hashref) { show(@$row{qw(TABLE_NAME INDEX_NAME COLUMN_NAME)}) }
  run($db, 'SHOW CREATE TABLE t_order');
};
check 'of the connection', sub {
  show($db->ping, $db->{mysql_thread_id} == $db->selectrow_array('SELECT CONNECTION_ID()'), $db->quote("it's"));
  my $several = open_it(';mysql_multi_statements=1;mysql_server_prepare=0');
  my $s = $several->prepare("SELECT 1 AS a; UPDATE t_config SET config_value = 2; SELECT config_key FROM t_config ORDER BY 1");
  $s->execute;
  do { $s->{NUM_OF_FIELDS} ? rows($s) : show($s->rows) } while $s->more_results;
  my $compressed = open_it(';mysql_compression=1');
  show($compressed->selectrow_array('SELECT COUNT(*), REPEAT("x", 50) FROM t_order'));
  my $changed = open_it(';mysql_client_found_rows=0');
  show($changed->do('UPDATE t_config SET config_value = 2'), $db->do('UPDATE t_config SET config_value = 2'));
  $_->disconnect for $several, $compressed, $changed;
  $db->do("DROP TABLE $_") for qw(t_order t_config s_account);
  run($db, 'SHOW TABLES');
};
print "the end\n";
