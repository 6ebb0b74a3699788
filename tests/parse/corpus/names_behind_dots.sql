# Names that are functions too, behind a dot: what stands next to what decides.

== both
SELECT b.replace(1)
INSERT INTO db.replace (a) VALUES (1)
CREATE TABLE db.replace (a INT)
CREATE INDEX i ON db.replace (a)
SELECT b.replace (1)
CALL db.replace (1)
CREATE PROCEDURE db.replace () SELECT 1
SELECT b.substr(1)
INSERT INTO db.substr (a) VALUES (1)
CREATE TABLE db.substr (a INT)
CREATE INDEX i ON db.substr (a)
SELECT b.substr (1)
CALL db.substr (1)
CREATE PROCEDURE db.substr () SELECT 1
INSERT INTO db. substr (a) VALUES (1)
CREATE TABLE db. substr (a INT)
CREATE INDEX i ON db. substr (a)
SELECT b. substr (1)
CALL db. substr (1)
CREATE PROCEDURE db. substr () SELECT 1
SELECT b.substring(1)
INSERT INTO db.substring (a) VALUES (1)
CREATE TABLE db.substring (a INT)
CREATE INDEX i ON db.substring (a)
SELECT b.substring (1)
CALL db.substring (1)
CREATE PROCEDURE db.substring () SELECT 1
INSERT INTO db. substring (a) VALUES (1)
CREATE TABLE db. substring (a INT)
CREATE INDEX i ON db. substring (a)
SELECT b. substring (1)
CALL db. substring (1)
CREATE PROCEDURE db. substring () SELECT 1
SELECT b.trim(1)
INSERT INTO db.trim (a) VALUES (1)
CREATE TABLE db.trim (a INT)
CREATE INDEX i ON db.trim (a)
SELECT b.trim (1)
CALL db.trim (1)
CREATE PROCEDURE db.trim () SELECT 1
INSERT INTO db. trim (a) VALUES (1)
CREATE TABLE db. trim (a INT)
CREATE INDEX i ON db. trim (a)
SELECT b. trim (1)
CALL db. trim (1)
CREATE PROCEDURE db. trim () SELECT 1

== mariadb
SELECT a.b.replace (1)
SELECT b. replace(1)
SELECT b. replace (1)
SELECT a.b.substr (1)
SELECT b. substr(1)
SELECT a.b. substr (1)
SELECT a.b.substring (1)
SELECT b. substring(1)
SELECT a.b. substring (1)
SELECT a.b.trim (1)
SELECT b. trim(1)
SELECT a.b. trim (1)

== mysql
INSERT INTO db.replace(a) VALUES (1)
CREATE TABLE db.replace(a INT)
CREATE INDEX i ON db.replace(a)
CALL db.replace(1)
CREATE PROCEDURE db.replace() SELECT 1
INSERT INTO db.substr(a) VALUES (1)
CREATE TABLE db.substr(a INT)
CREATE INDEX i ON db.substr(a)
CALL db.substr(1)
CREATE PROCEDURE db.substr() SELECT 1
INSERT INTO db.substring(a) VALUES (1)
CREATE TABLE db.substring(a INT)
CREATE INDEX i ON db.substring(a)
CALL db.substring(1)
CREATE PROCEDURE db.substring() SELECT 1
INSERT INTO db.trim(a) VALUES (1)
CREATE TABLE db.trim(a INT)
CREATE INDEX i ON db.trim(a)
CALL db.trim(1)
CREATE PROCEDURE db.trim() SELECT 1

== neither
SELECT a.b.replace(1)
INSERT INTO db. replace(a) VALUES (1)
CREATE TABLE db. replace(a INT)
CREATE INDEX i ON db. replace(a)
SELECT a.b. replace(1)
CALL db. replace(1)
CREATE PROCEDURE db. replace() SELECT 1
INSERT INTO db. replace (a) VALUES (1)
CREATE TABLE db. replace (a INT)
CREATE INDEX i ON db. replace (a)
SELECT a.b. replace (1)
CALL db. replace (1)
CREATE PROCEDURE db. replace () SELECT 1
SELECT a.b.substr(1)
INSERT INTO db. substr(a) VALUES (1)
CREATE TABLE db. substr(a INT)
CREATE INDEX i ON db. substr(a)
SELECT a.b. substr(1)
CALL db. substr(1)
CREATE PROCEDURE db. substr() SELECT 1
SELECT a.b.substring(1)
INSERT INTO db. substring(a) VALUES (1)
CREATE TABLE db. substring(a INT)
CREATE INDEX i ON db. substring(a)
SELECT a.b. substring(1)
CALL db. substring(1)
CREATE PROCEDURE db. substring() SELECT 1
SELECT a.b.trim(1)
INSERT INTO db. trim(a) VALUES (1)
CREATE TABLE db. trim(a INT)
CREATE INDEX i ON db. trim(a)
SELECT a.b. trim(1)
CALL db. trim(1)
CREATE PROCEDURE db. trim() SELECT 1

== both; ignore_space
SELECT b.replace(1)
INSERT INTO db.replace (a) VALUES (1)
CREATE TABLE db.replace (a INT)
CREATE INDEX i ON db.replace (a)
SELECT b.replace (1)
CALL db.replace (1)
CREATE PROCEDURE db.replace () SELECT 1
SELECT b.substr(1)
INSERT INTO db.substr (a) VALUES (1)
CREATE TABLE db.substr (a INT)
CREATE INDEX i ON db.substr (a)
SELECT b.substr (1)
CALL db.substr (1)
CREATE PROCEDURE db.substr () SELECT 1
SELECT b.substring(1)
INSERT INTO db.substring (a) VALUES (1)
CREATE TABLE db.substring (a INT)
CREATE INDEX i ON db.substring (a)
SELECT b.substring (1)
CALL db.substring (1)
CREATE PROCEDURE db.substring () SELECT 1
SELECT b.trim(1)
INSERT INTO db.trim (a) VALUES (1)
CREATE TABLE db.trim (a INT)
CREATE INDEX i ON db.trim (a)
SELECT b.trim (1)
CALL db.trim (1)
CREATE PROCEDURE db.trim () SELECT 1

== mariadb; ignore_space
SELECT a.b.replace (1)
SELECT b. replace(1)
SELECT b. replace (1)
SELECT a.b.substr (1)
SELECT b. substr(1)
SELECT b. substr (1)
SELECT a.b.substring (1)
SELECT b. substring(1)
SELECT b. substring (1)
SELECT a.b.trim (1)
SELECT b. trim(1)
SELECT b. trim (1)

== mysql; ignore_space
INSERT INTO db.replace(a) VALUES (1)
CREATE TABLE db.replace(a INT)
CREATE INDEX i ON db.replace(a)
CALL db.replace(1)
CREATE PROCEDURE db.replace() SELECT 1
INSERT INTO db.substr(a) VALUES (1)
CREATE TABLE db.substr(a INT)
CREATE INDEX i ON db.substr(a)
CALL db.substr(1)
CREATE PROCEDURE db.substr() SELECT 1
INSERT INTO db.substring(a) VALUES (1)
CREATE TABLE db.substring(a INT)
CREATE INDEX i ON db.substring(a)
CALL db.substring(1)
CREATE PROCEDURE db.substring() SELECT 1
INSERT INTO db.trim(a) VALUES (1)
CREATE TABLE db.trim(a INT)
CREATE INDEX i ON db.trim(a)
CALL db.trim(1)
CREATE PROCEDURE db.trim() SELECT 1

== neither; ignore_space
SELECT a.b.replace(1)
INSERT INTO db. replace(a) VALUES (1)
CREATE TABLE db. replace(a INT)
CREATE INDEX i ON db. replace(a)
SELECT a.b. replace(1)
CALL db. replace(1)
CREATE PROCEDURE db. replace() SELECT 1
INSERT INTO db. replace (a) VALUES (1)
CREATE TABLE db. replace (a INT)
CREATE INDEX i ON db. replace (a)
SELECT a.b. replace (1)
CALL db. replace (1)
CREATE PROCEDURE db. replace () SELECT 1
SELECT a.b.substr(1)
INSERT INTO db. substr(a) VALUES (1)
CREATE TABLE db. substr(a INT)
CREATE INDEX i ON db. substr(a)
SELECT a.b. substr(1)
CALL db. substr(1)
CREATE PROCEDURE db. substr() SELECT 1
INSERT INTO db. substr (a) VALUES (1)
CREATE TABLE db. substr (a INT)
CREATE INDEX i ON db. substr (a)
SELECT a.b. substr (1)
CALL db. substr (1)
CREATE PROCEDURE db. substr () SELECT 1
SELECT a.b.substring(1)
INSERT INTO db. substring(a) VALUES (1)
CREATE TABLE db. substring(a INT)
CREATE INDEX i ON db. substring(a)
SELECT a.b. substring(1)
CALL db. substring(1)
CREATE PROCEDURE db. substring() SELECT 1
INSERT INTO db. substring (a) VALUES (1)
CREATE TABLE db. substring (a INT)
CREATE INDEX i ON db. substring (a)
SELECT a.b. substring (1)
CALL db. substring (1)
CREATE PROCEDURE db. substring () SELECT 1
SELECT a.b.trim(1)
INSERT INTO db. trim(a) VALUES (1)
CREATE TABLE db. trim(a INT)
CREATE INDEX i ON db. trim(a)
SELECT a.b. trim(1)
CALL db. trim(1)
CREATE PROCEDURE db. trim() SELECT 1
INSERT INTO db. trim (a) VALUES (1)
CREATE TABLE db. trim (a INT)
CREATE INDEX i ON db. trim (a)
SELECT a.b. trim (1)
CALL db. trim (1)
CREATE PROCEDURE db. trim () SELECT 1
