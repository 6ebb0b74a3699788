'use strict';
// Sequelize, TypeORM and Knex: schema, rows, paging, transactions; on sharded tables and in a schema without rules.
require('reflect-metadata');
const {Checks, fails, tables, where, equal} = require('./check');

async function overSequelize(port) {
  const checks = new Checks(`Sequelize ${port}`);
  const {Sequelize, DataTypes, Op, Transaction} = require('sequelize');
  const connect = (database) => new Sequelize(database, 'root', 'root', {
    host: '127.0.0.1', port: Number(process.env[port]), dialect: 'mysql', logging: false, timezone: '+08:00', pool: {max: 4}});
  const shop = connect('sharding_db');
  const Order = shop.define('Order', {
    orderId: {type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true, field: 'order_id'},
    userId: {type: DataTypes.INTEGER, field: 'user_id'}, status: DataTypes.STRING(50), amount: DataTypes.DECIMAL(12, 2), created: DataTypes.DATE(3),
  }, {tableName: 't_order', timestamps: false});
  await checks.check('rows of a sharded table', async () => {
    for (const sql of tables(port)) await shop.query(sql);
    const order = await Order.create({userId: 9, status: 'new', amount: '10.50', created: new Date(1700000000123)});
    const read = await Order.findOne({where: {orderId: order.orderId, userId: 9}});
    equal([read.status, read.amount, read.created.getTime()], ['new', '10.50', 1700000000123]);
    await Order.bulkCreate([...Array(20).keys()].map((n) => ({orderId: 1000 + n, userId: n % 5, status: `s${n % 3}`, amount: n})));
    const {count, rows} = await Order.findAndCountAll({where: {orderId: {[Op.between]: [1000, 1020]}}, order: [['orderId', 'DESC']], offset: 3, limit: 4});
    equal([count, rows.map((row) => Number(row.orderId))], [20, [1016, 1015, 1014, 1013]]);
    equal(await Order.update({status: 'x'}, {where: {userId: [1, 2], orderId: {[Op.gte]: 1000}}}), [8]);
    equal(Number(await Order.sum('amount', {where: {userId: 4}})), 4 + 9 + 14 + 19);
    const groups = await Order.findAll({attributes: ['userId', [shop.fn('COUNT', shop.col('order_id')), 'n']], where: {status: 'x'}, group: ['userId'], order: ['userId'], raw: true});
    equal(groups.map((group) => [group.userId, Number(group.n)]), [[1, 4], [2, 4]]);
    await Order.increment({amount: 5}, {where: {orderId: 1004, userId: 4}});
    equal((await Order.findByPk(1004)).amount, '9.00');
    await Order.upsert({orderId: 1004, userId: 4, status: 'upserted'});
    equal((await Order.findByPk(1004)).status, 'upserted');
    equal(await Order.destroy({where: {userId: 0}}), 4);
  });
  await checks.check('transactions', async () => {
    await fails(1062, () => shop.transaction({isolationLevel: Transaction.ISOLATION_LEVELS.READ_COMMITTED}, async (transaction) => {
      await Order.update({status: 'never'}, {where: {}, transaction});
      await Order.create({orderId: 1001, userId: 1}, {transaction});
    }));
    equal(await Order.count({where: {status: 'never'}}), 0);
    await shop.transaction(async (transaction) => {
      const locked = await Order.findByPk(1001, {transaction, lock: transaction.LOCK.UPDATE});
      await locked.update({status: 'locked'}, {transaction});
    });
    equal((await Order.findByPk(1001)).status, 'locked');
  });
  const app = connect('app_db');
  await checks.check('sync makes and alters tables, associations', async () => {
    const User = app.define('User', {name: {type: DataTypes.STRING(40), allowNull: false, unique: 'by_name'}, settings: DataTypes.JSON, kind: DataTypes.ENUM('a', 'b')});
    const Post = app.define('Post', {title: DataTypes.STRING, score: {type: DataTypes.INTEGER, defaultValue: 3}});
    User.hasMany(Post, {onDelete: 'CASCADE'});
    Post.belongsTo(User);
    await app.drop();
    await app.sync({force: true});
    await app.sync({alter: true});
    const user = await User.create({name: 'ann', settings: {a: [1, 2]}, kind: 'b', Posts: [{title: 'one'}, {title: 'two'}]}, {include: Post});
    const read = await User.findOne({where: {name: 'ann'}, include: {model: Post, where: {score: 3}}, order: [[Post, 'title', 'DESC']]});
    equal([read.id, read.Posts.map((post) => post.title)], [user.id, ['two', 'one']]);
    const description = await app.getQueryInterface().describeTable('Users');
    equal([description.name.type, description.name.allowNull, description.id.autoIncrement], ['VARCHAR(40)', false, true]);
    const names = (await app.getQueryInterface().showAllTables()).map((each) => each.tableName || each);
    equal(names.includes('Posts') && names.includes('Users'), true);
    const indexes = await app.getQueryInterface().showIndex('Users');
    equal(indexes.map((index) => index.name).sort(), ['PRIMARY', 'by_name']);
    const keys = await app.getQueryInterface().getForeignKeyReferencesForTable('Posts');
    equal(keys.map((key) => [key.tableName, key.columnName, key.referencedTableName]), [['Posts', 'UserId', 'Users']]);
    await user.destroy();
    equal(await Post.count(), 0);
    await app.drop();
  });
  await shop.close();
  await app.close();
  return checks.over();
}

async function overTypeorm(port) {
  const probe = await require('mysql2/promise').createConnection(where(port, 'app_db'));
  const flavour = (await probe.query('SELECT VERSION() AS v'))[0][0].v.includes('MariaDB') ? 'mariadb' : 'mysql';
  await probe.end();
  const checks = new Checks(`TypeORM ${port}`);
  const {DataSource, EntitySchema, Like, MoreThan, Table, TableColumn} = require('typeorm');
  const Order = new EntitySchema({name: 'Order', tableName: 't_order', columns: {
    orderId: {name: 'order_id', type: 'bigint', primary: true, generated: 'increment'},
    userId: {name: 'user_id', type: 'int'}, status: {type: 'varchar', length: 50, nullable: true}}});
  const Author = new EntitySchema({name: 'Author', tableName: 'author', columns: {
    id: {type: 'int', primary: true, generated: 'increment'}, name: {type: 'varchar', length: 40, unique: true},
    data: {type: 'json', nullable: true}, version: {type: 'int', version: true}, at: {type: 'datetime', createDate: true}},
    relations: {books: {type: 'one-to-many', target: 'Book', inverseSide: 'author', cascade: true}}});
  const Book = new EntitySchema({name: 'Book', tableName: 'book', columns: {
    id: {type: 'int', primary: true, generated: 'increment'}, title: {type: 'varchar', length: 80}, price: {type: 'decimal', precision: 8, scale: 2, default: 1}},
    indices: [{name: 'by_title', columns: ['title']}], relations: {author: {type: 'many-to-one', target: 'Author', inverseSide: 'books', onDelete: 'CASCADE'}}});
  const connect = (database, entities, more) => new DataSource({type: flavour, connectorPackage: 'mysql2', ...where(port, database), username: 'root',
    entities, logging: false, ...more}).initialize();
  const shop = await connect('sharding_db', [Order]);
  await checks.check('rows of a sharded table', async () => {
    await shop.query('DELETE FROM t_order');
    const orders = shop.getRepository('Order');
    const saved = await orders.save({userId: 3, status: 'new'});
    equal((await shop.query('SELECT COUNT(*) AS n FROM t_order WHERE user_id = 3'))[0].n, '1');
    equal(typeof saved.orderId, 'string');
    await orders.insert([1, 2, 3, 4, 5, 6].map((n) => ({orderId: String(n), userId: n % 4, status: `s${n}`})));
    const [page, total] = await orders.findAndCount({where: {status: Like('s%')}, order: {orderId: 'DESC'}, skip: 1, take: 2});
    equal([total, page.map((order) => order.orderId)], [6, ['5', '4']]);
    equal((await orders.update({userId: MoreThan(1)}, {status: 'changed'})).affected, 4);
    const counted = await orders.createQueryBuilder('o').select('o.userId', 'u').addSelect('COUNT(*)', 'n').groupBy('o.userId').having('COUNT(*) > 1')
      .orderBy('o.userId').getRawMany();
    equal(counted.map((row) => [row.u, Number(row.n)]), [[1, 2], [2, 2], [3, 2]]);
    equal((await orders.delete({userId: 1})).affected, 2);
    equal(await orders.countBy({}), 5);
  });
  await checks.check('a transaction rolls back', async () => {
    await fails(1062, () => shop.transaction(async (manager) => {
      await manager.update('Order', {userId: 2}, {status: 'never'});
      await manager.insert('Order', {orderId: '2', userId: 2});
    }));
    equal(await shop.getRepository('Order').countBy({status: 'never'}), 0);
  });
  await shop.destroy();
  await checks.check('synchronize makes tables and finds them unchanged', async () => {
    const app = await connect('app_db', [Author, Book], {synchronize: true, dropSchema: false});
    const changes = await app.driver.createSchemaBuilder().log();
    equal(changes.upQueries.map((each) => each.query), []);
    const authors = app.getRepository('Author');
    const author = await authors.save({name: 'ann', data: {a: 1}, books: [{title: 'one', price: '3.50'}, {title: 'two'}]});
    const read = await authors.findOne({where: {id: author.id}, relations: {books: true}, order: {books: {title: 'DESC'}}});
    equal([read.version, read.books.map((book) => book.title), read.books[1].price], [1, ['two', 'one'], '3.50']);
    read.name = 'bob';
    await authors.save(read);
    equal((await authors.findOneBy({name: 'bob'})).version, 2);
    await app.destroy();
  });
  await checks.check('migrations by the query runner', async () => {
    const app = await connect('app_db', [Author, Book]);
    const runner = app.createQueryRunner();
    await runner.createTable(new Table({name: 'moved', columns: [{name: 'id', type: 'int', isPrimary: true}]}), true);
    await runner.addColumn('moved', new TableColumn({name: 'extra', type: 'varchar', length: '20', isNullable: true}));
    const table = await runner.getTable('moved');
    equal(table.columns.map((column) => column.name).sort(), ['extra', 'id']);
    equal((await runner.getTable('book')).foreignKeys.map((key) => [key.columnNames[0], key.referencedTableName, key.onDelete]), [['authorId', 'author', 'CASCADE']]);
    equal(await runner.hasTable('nothing'), false);
    await runner.dropTable('moved');
    await runner.dropTable('book');
    await runner.dropTable('author');
    await runner.release();
    await app.destroy();
  });
  return checks.over();
}

async function overKnex(port) {
  const checks = new Checks(`Knex ${port}`);
  const connect = (database) => require('knex')({client: 'mysql2', connection: where(port, database), pool: {min: 0, max: 4}});
  const shop = connect('sharding_db');
  await checks.check('rows of a sharded table', async () => {
    await shop('t_order').del();
    await shop.batchInsert('t_order', [...Array(12).keys()].map((n) => ({order_id: n + 1, user_id: n % 4, status: `k${n % 2}`})), 5);
    equal(await shop('t_order').where('user_id', 2).orderBy('order_id').pluck('order_id'), [3, 7, 11]);
    equal(await shop('t_order').where({status: 'k1'}).update({status: 'changed'}), 6);
    equal((await shop('t_order').count('* as n').first()).n, 12);
    equal(await shop('t_order').select('user_id').sum('order_id as total').groupBy('user_id').havingRaw('SUM(order_id) > ?', [15]).orderBy('total', 'desc')
      .then((rows) => rows.map((row) => [row.user_id, Number(row.total)])), [[3, 24], [2, 21], [1, 18]]);
    equal(await shop('t_order').whereIn('order_id', [1, 2, 3]).whereNotNull('status').limit(2).offset(1).orderBy('order_id', 'desc').pluck('order_id'), [2, 1]);
    await shop('t_config').insert({config_key: 'k', config_value: '1'}).onConflict('config_key').merge();
    await shop('t_config').insert({config_key: 'k', config_value: '2'}).onConflict('config_key').merge();
    equal(await shop('t_config').select('config_value').first(), {config_value: '2'});
    await shop('t_config').insert({config_key: 'k', config_value: '3'}).onConflict('config_key').ignore();
    equal((await shop('t_order as o').join('t_config as c', 'c.config_key', shop.raw('?', ['k'])).count('* as n').first()).n, 12);
  });
  await checks.check('nested transactions', async () => {
    await shop.transaction(async (outer) => {
      await outer('t_order').where('order_id', 1).update({status: 'outer'});
      await fails(1062, () => outer.transaction((inner) => inner('t_order').insert({order_id: 1, user_id: 0})));
      equal((await outer('t_order').where('order_id', 1).first()).status, 'outer');
    });
    equal((await shop('t_order').where('order_id', 1).first()).status, 'outer');
  });
  const app = connect('app_db');
  await checks.check('schema and migrations', async () => {
    await app.schema.dropTableIfExists('k_post').dropTableIfExists('k_user');
    await app.schema.createTable('k_user', (table) => {
      table.increments('id');
      table.string('name', 40).notNullable().unique();
      table.timestamps(true, true);
    }).createTable('k_post', (table) => {
      table.increments();
      table.integer('user_id').unsigned().references('id').inTable('k_user').onDelete('CASCADE');
      table.json('data');
    });
    equal(await app.schema.hasTable('k_user'), true);
    equal(await app.schema.hasColumn('k_user', 'name'), true);
    equal(Object.keys(await app('k_user').columnInfo()).sort(), ['created_at', 'id', 'name', 'updated_at']);
    await app.schema.alterTable('k_user', (table) => table.renameColumn('name', 'title'));
    const [id] = await app('k_user').insert({title: 'ann'});
    await app('k_post').insert({user_id: id, data: JSON.stringify({a: 1})});
    const source = {getMigrations: async () => ['one', 'two'], getMigrationName: (name) => name,
      getMigration: async (name) => ({up: (knex) => knex.schema.createTable(`m_${name}`, (table) => table.increments()), down: (knex) => knex.schema.dropTable(`m_${name}`)})};
    equal((await app.migrate.latest({migrationSource: source}))[1], ['one', 'two']);
    equal((await app.migrate.latest({migrationSource: source}))[1], []);
    equal((await app.migrate.rollback({migrationSource: source}, true))[1], ['two', 'one']);
    await app.schema.dropTable('k_post').dropTable('k_user').dropTable('knex_migrations').dropTable('knex_migrations_lock');
  });
  await shop.destroy();
  await app.destroy();
  return checks.over();
}

(async () => {
  let failed = 0;
  for (const port of ['PLAIN_PORT', 'PROXY_PORT']) {
    for (const orm of [overSequelize, overTypeorm, overKnex]) failed += await orm(port);
  }
  process.exit(failed === 0 ? 0 : 1);
})();
