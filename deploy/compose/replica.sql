-- Once, when the replica's data directory is made: it follows from the
-- primary's first binlog on, which holds the databases and the accounts. What
-- the image itself has already done here under our own ids is no part of that.
RESET MASTER;
SET GLOBAL gtid_slave_pos = '';
CHANGE MASTER TO MASTER_HOST = 'primary', MASTER_PORT = 3306, MASTER_USER = 'repl', MASTER_PASSWORD = 'repl',
  MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 2;
