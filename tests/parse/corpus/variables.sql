# System variables: scopes, components, quotes, and dots that stand apart.

== both
SET @char.a := 1
SET @default := 1
SET @local.a = 1
SET @new.a := 1
SET @resource.a = 1
SET @role.a := 1
SET @transaction := 1
SET @transaction = 1
SET @transaction.a = 1
SELECT @@global.'sql_mode'
SELECT @@global."sql_mode"
SELECT @@session. 'sql_mode'
SELECT @@global.'default'.key_buffer_size
SELECT @@global.'sql_mode' 'b'

== mariadb?
SELECT @@a . `global`.b
SELECT @@a . global.b
SELECT @@a . key.b
SELECT @@a.default.b
SELECT @@a.key.b
SELECT @@global . a . default.b
SELECT @@global.a.local.b
SELECT @@global.a.session.b
SELECT @@persist.1.b
SELECT @@persist.`a`.b
SELECT @@persist.a.b
SELECT @@persist.default.b
SELECT @@persist.key.b
SELECT @@persist.names.b
SELECT @@persist.offset.b
SELECT @@persist.password.b
SELECT @@persist.persist.b
SELECT @@persist.role.b
SELECT @@persist.select.b
SELECT @@persist.value.b
SELECT @@persist_only. `a`.b
SELECT @@persist_only. a.b
SELECT @@persist_only. default.b
SELECT @@persist_only. key.b
SELECT @@persist_only. names.b
SELECT @@persist_only. offset.b
SELECT @@persist_only. password.b
SELECT @@persist_only. persist.b
SELECT @@persist_only. role.b
SELECT @@persist_only. select.b
SELECT @@persist_only. value.b
SET @@GLOBAL.  'global' = 1
SET @@GLOBAL.  'global'.b = 1
SET @@GLOBAL.  persist = 1
SET @@`global`.`global` = 1
SET @@`global`.persist = 1
SET @@global . 'a' = 1
SET @@global . 'a'.b = 1
SET @@global . 'global' = 1
SET @@global .global.b = 1
SET @@global.session.b = 1
SET @@local.'global'.b = 1
SET @@local.global.b = 1
SET @@persist = 1
SET @@persist_only. session = 1
SET GLOBAL .`a` := 1
SET GLOBAL .`a` = 1
SET GLOBAL .names := 1
SET GLOBAL local.a := 1
SET GLOBAL.`a` := 1
SET GLOBAL.a = DEFAULT
SET GLOBAL.names = DEFAULT
SET LOCAL . a = DEFAULT
SET LOCAL local .a := 1
SET PERSIST . a := 1
SET PERSIST . a = 1
SET PERSIST . a = DEFAULT
SET PERSIST .`a` := 1
SET PERSIST .`a` = 1
SET PERSIST .`a` = DEFAULT
SET PERSIST .a := 1
SET PERSIST .a = DEFAULT
SET PERSIST .names := 1
SET PERSIST .names = 1
SET PERSIST .names = DEFAULT
SET PERSIST_ONLY . a := 1
SET PERSIST_ONLY . a = 1
SET PERSIST_ONLY . a = DEFAULT
SET PERSIST_ONLY .`a` := 1
SET PERSIST_ONLY .`a` = 1
SET PERSIST_ONLY .`a` = DEFAULT
SET PERSIST_ONLY .a := 1
SET PERSIST_ONLY .a = DEFAULT
SET PERSIST_ONLY .names := 1
SET PERSIST_ONLY .names = 1
SET PERSIST_ONLY .names = DEFAULT
SET SESSION .names = 1
SET SESSION local .a = 1
SET SESSION local .a = DEFAULT
SET SESSION local.a = DEFAULT
SET SESSION persist = 1
SET b = 2, @password .a = 1
SET b = 2, GLOBAL @a = 1
SET b = 2, GLOBAL local.a = 1
SET b = 2, GLOBAL.`a` = 1
SET b = 2, GLOBALa.'b' = 1
SET b = 2, LOCAL @@a = 1
SET b = 2, PERSIST 'a' = 1
SET b = 2, PERSIST . a = 1
SET b = 2, PERSIST .`a` = 1
SET b = 2, PERSIST .a = 1
SET b = 2, PERSIST .names = 1
SET b = 2, PERSIST @@a = 1
SET b = 2, PERSIST a.'b' = 1
SET b = 2, PERSIST a.b.c = 1
SET b = 2, PERSIST local .a = 1
SET b = 2, PERSIST_ONLY 'a' = 1
SET b = 2, PERSIST_ONLY 'a'.b = 1
SET b = 2, PERSIST_ONLY . a = 1
SET b = 2, PERSIST_ONLY .`a` = 1
SET b = 2, PERSIST_ONLY .a = 1
SET b = 2, PERSIST_ONLY .names = 1
SET b = 2, PERSIST_ONLY character = 1
SET b = 2, PERSIST_ONLY global.a = 1
SET b = 2, PERSIST_ONLY session = 1
SET b = 2, SESSION @@a = 1
SET b = 2, SESSION default = 1
SET b = 2, a.'b' = 1
SET b = 2, character = 1
SET b = 2, session = 1

== mysql
SELECT @@GLOBAL.  global
SELECT @@GLOBAL.  local
SELECT @@GLOBAL.  session
SELECT @@global . global
SELECT @@global . local
SELECT @@global . session
SELECT @@session. global
SELECT @@session. local
SELECT @@session. session
SELECT @@global. local

== mysql mariadb?
SELECT @@GLOBAL.  "a"
SELECT @@GLOBAL.  "a".b
SELECT @@GLOBAL.  ''
SELECT @@GLOBAL.  ''.b
SELECT @@GLOBAL.  'a'
SELECT @@GLOBAL.  'a'.b
SELECT @@GLOBAL.  'global'
SELECT @@GLOBAL.  persist.b
SELECT @@GLOBAL.  value.b
SELECT @@a
SELECT @@a.value
SELECT @@global . "a"
SELECT @@global . "a".b
SELECT @@global . ''
SELECT @@global . ''.b
SELECT @@global . 'a'
SELECT @@global . 'a'.b
SELECT @@global . 'global'
SELECT @@global . `a`.b
SELECT @@global . a . a
SELECT @@global . a . value
SELECT @@global . password
SELECT @@global . role
SELECT @@global . role.b
SELECT @@global ."a"
SELECT @@global ."a".b
SELECT @@global .''
SELECT @@global .''.b
SELECT @@global .'a'
SELECT @@global .'a'.b
SELECT @@global .'global'
SELECT @@global .offset
SELECT @@global."a"
SELECT @@global."a".b
SELECT @@global.''
SELECT @@global.''.b
SELECT @@global.'a'
SELECT @@global.'a'.b
SELECT @@global.'global'
SELECT @@global.a.password
SELECT @@global.a.value
SELECT @@global.key.b
SELECT @@global.offset.b
SELECT @@global.password
SELECT @@global.password.b
SELECT @@global.select.b
SELECT @@global.session
SELECT @@global.value
SELECT @@local."a"
SELECT @@local."a".b
SELECT @@local.''
SELECT @@local.''.b
SELECT @@local.'a'
SELECT @@local.'a'.b
SELECT @@local.'global'
SELECT @@local.global
SELECT @@names
SELECT @@persist.`global`
SELECT @@persist.a
SELECT @@persist.password
SELECT @@persist_only. password
SELECT @@session. "a"
SELECT @@session. "a".b
SELECT @@session. ''
SELECT @@session. ''.b
SELECT @@session. 'a'
SELECT @@session. 'a'.b
SELECT @@session. 'global'
SELECT @@session. password.b
SELECT @@session. value.b
SELECT @@value.b
SELECT @@global.'sql_mode'.b
SELECT @@global.x'41'
SELECT @@global.'a' 'b'

== mysql?
SET @@persist.`a`.b = 1
SET @@persist.a.b = 1
SET @@persist.value.b = 1
SET @@persist_only. key.b = 1
SET @@persist_only. offset.b = 1
SET @@persist_only. value.b = 1
SET LOCAL offset = 1
SET PERSIST a = 1
SET PERSIST a.b = DEFAULT
SET PERSIST default.a := 1
SET PERSIST default.a = DEFAULT
SET PERSIST names := 1
SET PERSIST new = 1
SET PERSIST resource = 1
SET PERSIST resource = DEFAULT
SET PERSIST resource.a := 1
SET PERSIST role .a = DEFAULT
SET PERSIST role := 1
SET PERSIST role = 1
SET PERSIST role = DEFAULT
SET PERSIST statement .a = DEFAULT
SET PERSIST transaction .a = DEFAULT
SET PERSIST transaction = DEFAULT
SET PERSIST_ONLY names = 1
SET PERSIST_ONLY names.a := 1
SET PERSIST_ONLY new.a := 1
SET PERSIST_ONLY password := 1
SET PERSIST_ONLY password = 1
SET PERSIST_ONLY resource .a := 1
SET PERSIST_ONLY resource = 1
SET PERSIST_ONLY resource = DEFAULT
SET PERSIST_ONLY resource.a = 1
SET PERSIST_ONLY value = 1
SET names .a := 1
SET names .a = 1
SET names .a = DEFAULT
SET password .a := 1
SET password .a = 1
SET password .a = DEFAULT
SET role .a := 1
SET role .a = 1
SET role .a = DEFAULT

== mysql? mariadb?
SET @@GLOBAL.  `a`.b = 1
SET @@GLOBAL.  role.b = 1
SET @@a . persist = 1
SET @@a = 1
SET @@global . a . local = 1
SET @@global . names = 1
SET @@global .a.b = 1
SET @@global .local = 1
SET @@global .offset = 1
SET @@global.a.1 = 1
SET @@global.a.role = 1
SET @@global.a.select = 1
SET @@global.key.b = 1
SET @@global.names.b = 1
SET @@global.select = 1
SET @@local.`a`.b = 1
SET @@local.key.b = 1
SET @@local.offset = 1
SET @@local.password.b = 1
SET @@local.select = 1
SET @@names.b = 1
SET @@offset = 1
SET @@session. role = 1
SET @@session. role.b = 1
SET @@value.b = 1
SET GLOBAL `a` := 1
SET GLOBAL a . b := 1
SET GLOBAL a . b = DEFAULT
SET GLOBAL a.b = 1
SET GLOBAL char.a := 1
SET GLOBAL char.a = DEFAULT
SET GLOBAL names.a := 1
SET GLOBAL password .a := 1
SET GLOBAL password = 1
SET GLOBAL password.a = 1
SET GLOBAL resource.a = DEFAULT
SET GLOBAL role.a = 1
SET GLOBAL statement.a = 1
SET GLOBALa . b = 1
SET GLOBALa = DEFAULT
SET GLOBALa.b = 1
SET GLOBALlocal.a = DEFAULT
SET GLOBALnames = 1
SET GLOBALnew = DEFAULT
SET GLOBALoffset := 1
SET GLOBALoffset = 1
SET GLOBALresource .a = 1
SET GLOBALresource := 1
SET GLOBALresource = 1
SET GLOBALresource = DEFAULT
SET GLOBALresource.a = DEFAULT
SET GLOBALrole := 1
SET GLOBALselect := 1
SET GLOBALstatement.a := 1
SET GLOBALtransaction .a := 1
SET GLOBALtransaction = 1
SET LOCAL `a` := 1
SET LOCAL a . b = 1
SET LOCAL default.a = DEFAULT
SET LOCAL new := 1
SET LOCAL new = 1
SET LOCAL new.a = 1
SET LOCAL password .a = DEFAULT
SET LOCAL resource .a = 1
SET LOCAL resource.a := 1
SET LOCAL role.a := 1
SET LOCAL role.a = 1
SET LOCAL transaction .a = 1
SET LOCAL transaction.a := 1
SET LOCAL transaction.a = DEFAULT
SET SESSION a . b = 1
SET SESSION a.b := 1
SET SESSION char.a := 1
SET SESSION char.a = 1
SET SESSION charset.a = 1
SET SESSION names .a = DEFAULT
SET SESSION password .a = 1
SET SESSION resource .a := 1
SET SESSION role.a = 1
SET SESSION role.a = DEFAULT
SET SESSION statement.a := 1
SET SESSION transaction = DEFAULT
SET SESSION value = DEFAULT
SET `a` := 1
SET a = DEFAULT
SET b = 2, @a = 1
SET b = 2, @local.a = 1
SET b = 2, @names = 1
SET b = 2, @offset = 1
SET b = 2, GLOBAL charset.a = 1
SET b = 2, GLOBAL new = 1
SET b = 2, GLOBAL new.a = 1
SET b = 2, GLOBAL resource .a = 1
SET b = 2, GLOBALa = 1
SET b = 2, GLOBALcharacter .a = 1
SET b = 2, GLOBALlocal .a = 1
SET b = 2, GLOBALnames.a = 1
SET b = 2, GLOBALnew.a = 1
SET b = 2, GLOBALoffset = 1
SET b = 2, LOCAL a . b = 1
SET b = 2, LOCAL a = 1
SET b = 2, LOCAL new = 1
SET b = 2, LOCAL new.a = 1
SET b = 2, LOCAL resource .a = 1
SET b = 2, LOCAL role.a = 1
SET b = 2, LOCAL statement.a = 1
SET b = 2, LOCAL transaction .a = 1
SET b = 2, LOCAL value = 1
SET b = 2, PERSIST default.a = 1
SET b = 2, PERSIST_ONLY a = 1
SET b = 2, PERSIST_ONLY names.a = 1
SET b = 2, PERSIST_ONLY new = 1
SET b = 2, PERSIST_ONLY offset = 1
SET b = 2, SESSION a . b = 1
SET b = 2, SESSION statement .a = 1
SET b = 2, a = 1
SET b = 2, charset.a = 1
SET b = 2, default.a = 1
SET b = 2, password .a = 1
SET default.a = DEFAULT
SET names.a = DEFAULT
SET resource .a := 1
SET resource .a = DEFAULT
SET resource.a = 1
SET statement .a = DEFAULT
SET statement.a = DEFAULT

== neither
SELECT @@ 'a'.b
SELECT @@ @a.b
SELECT @@ a.b
SELECT @@ password
SELECT @@ persist
SELECT @@ role.b
SELECT @@''
SELECT @@'a'
SELECT @@'global'.b
SELECT @@GLOBAL.  `global`.b
SELECT @@`global`.'a'.b
SELECT @@`global`.@a
SELECT @@`global`.`a`.b
SELECT @@`global`.`global`
SELECT @@`global`.key.b
SELECT @@`global`.local
SELECT @@`global`.names.b
SELECT @@`global`.select
SELECT @@a . ''.b
SELECT @@a . 'a'.b
SELECT @@a . default
SELECT @@global . 'global'.b
SELECT @@global . a . 'a'.b
SELECT @@global . a . 1
SELECT @@global . default
SELECT @@global . key
SELECT @@global . local.b
SELECT @@global . select
SELECT @@global .global.b
SELECT @@global.@a
SELECT @@global.a."a"
SELECT @@global.a.''.b
SELECT @@global.a.'global'
SELECT @@key
SELECT @@local.@a.b
SELECT @@local.global.b
SELECT @@persist."a"
SELECT @@persist.'a'
SELECT @@persist_only. ''.b
SELECT @@persist_only. key
SELECT @@persist_only. select
SELECT @@session. key
SET 'a' := 1
SET . a = DEFAULT
SET @. a = DEFAULT
SET @.names = DEFAULT
SET @@ ''.b = 1
SET @@ 'a' = 1
SET @@ @a = 1
SET @@ global = 1
SET @@ key = 1
SET @@ names.b = 1
SET @@ persist = 1
SET @@ role = 1
SET @@ session.b = 1
SET @@GLOBAL.  select = 1
SET @@`global`.@a.b = 1
SET @@a . 'a'.b = 1
SET @@a . 'global' = 1
SET @@a . `a`.b = 1
SET @@a . key = 1
SET @@a . select.b = 1
SET @@a . session.b = 1
SET @@a . value.b = 1
SET @@a.@a = 1
SET @@a.`global`.b = 1
SET @@global . @a = 1
SET @@global . a . ''.b = 1
SET @@global . a . 'a'.b = 1
SET @@global . a . 'global' = 1
SET @@global . a . default.b = 1
SET @@global . a . names.b = 1
SET @@global . select = 1
SET @@global.a.''.b = 1
SET @@global.a.`global`.b = 1
SET @@persist."a" = 1
SET @@persist.'global' = 1
SET @@persist_only. @a = 1
SET @@persist_only. @a.b = 1
SET @@persist_only. `global`.b = 1
SET @@select.b = 1
SET @@session. 1.b = 1
SET @@session. @a.b = 1
SET @@session. session = 1
SET @`a` = DEFAULT
SET @a.'b' = DEFAULT
SET @character .a := 1
SET @local .a = 1
SET @local.a = DEFAULT
SET @old.a = DEFAULT
SET @resource .a := 1
SET @resource = DEFAULT
SET GLOBAL @a = DEFAULT
SET GLOBAL character .a := 1
SET GLOBAL character = DEFAULT
SET GLOBAL default = DEFAULT
SET GLOBAL@@a := 1
SET GLOBAL@@a = DEFAULT
SET GLOBAL@a := 1
SET GLOBALa.'b' = DEFAULT
SET GLOBALa.b.c := 1
SET LOCAL 'a'.b := 1
SET LOCAL 'a'.b = 1
SET LOCAL @a = DEFAULT
SET LOCAL character .a := 1
SET PERSIST 'a' := 1
SET PERSIST 'a'.b := 1
SET PERSIST 'a'.b = 1
SET PERSIST 'a'.b = DEFAULT
SET PERSIST @@a := 1
SET PERSIST character .a = DEFAULT
SET PERSIST character = 1
SET PERSIST character = DEFAULT
SET PERSIST local.a = 1
SET PERSIST select = 1
SET PERSIST select = DEFAULT
SET PERSIST_ONLY @a = 1
SET PERSIST_ONLY a.'b' := 1
SET PERSIST_ONLY a.b.c = DEFAULT
SET PERSIST_ONLY global.a := 1
SET PERSIST_ONLY local .a := 1
SET PERSIST_ONLY local .a = 1
SET SESSION 'a' = DEFAULT
SET SESSION @@a := 1
SET SESSION character = DEFAULT
SET a.'b' = 1
SET character := 1
SELECT @@default.'key_buffer_size'
