# The tables of the golden plans: the seed's, and one of each other kind.
CREATE TABLE `t_order` (
  `order_id` bigint(20) NOT NULL,
  `user_id` int(11) NOT NULL,
  `status` varchar(50) COLLATE utf8_bin DEFAULT NULL,
  PRIMARY KEY (`order_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_bin;

CREATE TABLE `t_order_item` (
  `order_item_id` bigint(20) NOT NULL,
  `order_id` bigint(20) NOT NULL,
  `user_id` int(11) NOT NULL,
  `content` varchar(255) COLLATE utf8_bin DEFAULT NULL,
  `status` varchar(50) COLLATE utf8_bin DEFAULT NULL,
  PRIMARY KEY (`order_item_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_bin;

# Broadcast.
CREATE TABLE t_config (id int NOT NULL PRIMARY KEY, name varchar(20) COLLATE utf8mb4_general_ci, value decimal(10,2));

# Without a rule: the default source.
CREATE TABLE t_single (id int NOT NULL PRIMARY KEY, note varchar(20));

# Sharded by the same database key, not bound to t_order.
CREATE TABLE t_log (
  log_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id int NOT NULL,
  kind enum('z','a'),
  price decimal(10,2),
  weight double,
  ratio float,
  small tinyint unsigned,
  name varchar(30) COLLATE utf8mb4_0900_ai_ci,
  created timestamp NULL,
  day date
);

# Sharded, with what only a server makes; no key generator.
CREATE TABLE t_event (
  event_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id int NOT NULL,
  twice int GENERATED ALWAYS AS (user_id * 2) STORED,
  token varchar(40) DEFAULT (UUID()),
  place point NULL
);

# Broadcast, numbered by the servers.
CREATE TABLE t_region (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(20) COLLATE utf8mb4_general_ci);

# Sharded, all on ds1.
CREATE TABLE t_far (far_id bigint NOT NULL PRIMARY KEY, note varchar(20));

# Sharded, its rows told apart by nothing.
CREATE TABLE t_keyless (user_id int NOT NULL, place point, label varchar(10) COLLATE latin2_czech_cs);

# Views: over shards, groups, one source.
CREATE VIEW v_order AS SELECT `t_order`.`order_id` AS `order_id`, `t_order`.`user_id` AS `user_id`, `t_order`.`status` AS `status` FROM `sharding_db`.`t_order`;
CREATE VIEW v_groups AS SELECT `o`.`user_id` AS `user_id`, count(0) AS `n` FROM `sharding_db`.`t_order` `o` GROUP BY `o`.`user_id`;
CREATE VIEW v_ordered AS SELECT `t_order`.`order_id` AS `order_id`, `t_order`.`status` AS `s` FROM `sharding_db`.`t_order` ORDER BY `t_order`.`status` DESC, `t_order`.`order_id`;
CREATE VIEW v_second AS SELECT `v_order`.`order_id` AS `id`, `c`.`name` AS `name` FROM `sharding_db`.`v_order` JOIN `sharding_db`.`t_config` `c` ON `c`.`id` = `v_order`.`user_id` WHERE `v_order`.`status` <> 'it\'s';
CREATE VIEW v_native AS SELECT `t_single`.`id` AS `id`, `t_single`.`note` AS `note` FROM `sharding_db`.`t_single`;
CREATE VIEW v_lost AS SELECT `t_gone`.`id` AS `id` FROM `sharding_db`.`t_order_item` JOIN `sharding_db`.`t_gone`;
CREATE VIEW v_some AS SELECT `o`.`order_id` AS `id`, `o`.`user_id` AS `who`, concat(`o`.`status`,'!') AS `label` FROM `sharding_db`.`t_order` `o` WHERE `o`.`user_id` < 4 WITH CASCADED CHECK OPTION;
CREATE VIEW v_listed AS SELECT `o`.`order_id` AS `id`, `o`.`status` AS `status` FROM `sharding_db`.`t_order` `o` WHERE `o`.`order_id` IN (SELECT `t_single`.`id` FROM `sharding_db`.`t_single`) WITH CASCADED CHECK OPTION;
CREATE VIEW v_of_views AS SELECT `o`.`order_id` AS `id` FROM `sharding_db`.`t_order` `o` WHERE `o`.`order_id` IN (SELECT `v_native`.`id` FROM `sharding_db`.`v_native`);
CREATE VIEW v_gone AS SELECT `t_order`.`gone` AS `id` FROM `sharding_db`.`t_order`;
CREATE VIEW v_checked AS SELECT `o`.`order_id` AS `id`, `o`.`user_id` AS `who`, `o`.`status` AS `status` FROM `sharding_db`.`t_order` `o` WHERE `o`.`user_id` < 4 WITH LOCAL CHECK OPTION;
CREATE VIEW v_union AS SELECT `t_order`.`order_id` AS `id` FROM `sharding_db`.`t_order` UNION ALL SELECT `t_single`.`id` AS `id` FROM `sharding_db`.`t_single`;
