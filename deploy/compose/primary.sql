-- Once, when the primary's data directory is made.
CREATE DATABASE ds0;
CREATE DATABASE ds1;
CREATE USER 'repl'@'%' IDENTIFIED BY 'repl';
GRANT REPLICATION SLAVE ON *.* TO 'repl'@'%';
