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
