ALTER TABLE t_order ADD COLUMN note varchar(20) DEFAULT 'none', ADD KEY by_status (status);
UPDATE t_order SET note = CONCAT('was ', status) WHERE user_id > 2;
INSERT INTO t_config SELECT status, note FROM t_order;
