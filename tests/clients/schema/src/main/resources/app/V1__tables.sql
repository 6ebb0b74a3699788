CREATE TABLE customer (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(40) NOT NULL
);
INSERT INTO customer (name) VALUES ('ann'), ('bob; --');
