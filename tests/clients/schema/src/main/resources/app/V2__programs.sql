ALTER TABLE customer ADD COLUMN score int NOT NULL DEFAULT 0, ADD UNIQUE KEY by_name (name);
CREATE TABLE bill (id int NOT NULL PRIMARY KEY, customer int NOT NULL, CONSTRAINT of_customer FOREIGN KEY (customer) REFERENCES customer (id));
DELIMITER //
CREATE PROCEDURE raise_scores (IN least int)
BEGIN
  UPDATE customer SET score = score + 1 WHERE id >= least;
END//
DELIMITER ;
CREATE TRIGGER before_bill BEFORE INSERT ON bill FOR EACH ROW SET NEW.id = NEW.id + 1000;
CALL raise_scores(2);
INSERT INTO bill VALUES (1, 1);
CREATE VIEW customers_with_bills AS SELECT c.name FROM customer c JOIN bill b ON b.customer = c.id;
