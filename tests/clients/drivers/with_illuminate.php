<?php
// with_illuminate.php prepared|emulated: Laravel's schema builder, query builder
// and Eloquent. Prints what it sees; run_twice.sh compares the two sides.
declare(strict_types=1);

namespace Shop;

error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('precision', '17');
if (!extension_loaded('pdo_mysql') || !(@include 'Illuminate/Database/autoload.php')) {
    fwrite(STDERR, "php-illuminate-database or PHP's pdo_mysql is not installed\n");
    exit(77);
}

use Illuminate\Container\Container;
use Illuminate\Database\Capsule\Manager as DB;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\SoftDeletes;
use Illuminate\Database\QueryException;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Events\Dispatcher;
use Illuminate\Support\Carbon;
use PDO;
use RuntimeException;
use Throwable;

Carbon::setTestNow('2026-02-03 04:05:06');
$capsule = new DB();
$capsule->addConnection([
    'driver' => 'mysql', 'host' => '127.0.0.1', 'port' => getenv('DB_PORT'), 'database' => 'sharding_db',
    'username' => 'root', 'password' => 'root', 'charset' => 'utf8mb4', 'collation' => 'utf8mb4_unicode_ci',
    'prefix' => '', 'strict' => true, 'engine' => 'InnoDB', 'timezone' => '+00:00',
    'options' => [PDO::ATTR_EMULATE_PREPARES => $argv[1] === 'emulated'],
]);
$capsule->setAsGlobal();
$capsule->bootEloquent();

class Order extends Model
{
    use SoftDeletes;
    protected $table = 't_order';
    protected $primaryKey = 'order_id';
    protected $guarded = [];
    protected $casts = ['amount' => 'decimal:2', 'ok' => 'boolean', 'extra' => 'array', 'made' => 'datetime'];

    public function lines()
    {
        return $this->hasMany(Line::class, 'order_id', 'order_id');
    }

    public function owner()
    {
        return $this->belongsTo(Owner::class, 'user_id');
    }
}

class Line extends Model
{
    protected $table = 't_order_item';
    protected $primaryKey = 'item_id';
    public $timestamps = false;
    protected $guarded = [];
}

class Owner extends Model
{
    protected $table = 's_owner';
    public $timestamps = false;
    protected $guarded = [];

    public function orders()
    {
        return $this->hasMany(Order::class, 'user_id');
    }

    public function tags()
    {
        return $this->belongsToMany(Tag::class, 's_owner_tag', 'owner_id', 'tag_id')->withPivot('since')->orderBy('s_tag.id');
    }
}

class Tag extends Model
{
    protected $table = 's_tag';
    public $timestamps = false;
    protected $guarded = [];
}

function show(...$values): void
{
    echo json_encode($values, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES), "\n";
}

// A server gives them in the order of its access path.
function columns(string $table): array
{
    return collect(DB::schema()->getColumnListing($table))->sort()->values()->all();
}

function check(string $name, callable $what): void
{
    echo "== $name\n";
    try {
        $what();
    } catch (QueryException $problem) {
        show('EXCEPTION', $problem->getCode(), $problem->getMessage());
    } catch (Throwable $problem) {
        show('EXCEPTION', get_class($problem), $problem->getMessage());
    }
}

check('schema', function () {
    DB::schema()->disableForeignKeyConstraints();
    foreach (['s_owner_tag', 's_tag', 't_order_item', 't_order', 't_config', 's_owner'] as $table) {
        DB::schema()->dropIfExists($table);
    }
    DB::schema()->enableForeignKeyConstraints();
    DB::schema()->create('s_owner', function (Blueprint $table) {
        $table->increments('id');
        $table->string('name', 40)->unique();
        $table->enum('kind', ['shop', 'person'])->default('person');
        $table->decimal('balance', 10, 2)->default(0);
        $table->rememberToken();
    });
    DB::schema()->create('s_tag', function (Blueprint $table) {
        $table->increments('id');
        $table->string('label', 30)->charset('utf8mb4')->collation('utf8mb4_bin')->comment('as it is written');
    });
    DB::schema()->create('s_owner_tag', function (Blueprint $table) {
        $table->unsignedInteger('owner_id');
        $table->unsignedInteger('tag_id');
        $table->date('since')->nullable();
        $table->primary(['owner_id', 'tag_id']);
        $table->foreign('owner_id')->references('id')->on('s_owner')->onDelete('cascade');
        $table->foreign('tag_id')->references('id')->on('s_tag');
    });
    DB::schema()->create('t_order', function (Blueprint $table) {
        $table->unsignedBigInteger('order_id')->primary();
        $table->integer('user_id')->index();
        $table->string('status', 50)->nullable();
        $table->decimal('amount', 12, 2)->default(0);
        $table->boolean('ok')->nullable();
        $table->dateTime('made', 6)->nullable();
        $table->json('extra')->nullable();
        $table->double('ratio')->nullable();
        $table->timestamps();
        $table->softDeletes();
    });
    DB::schema()->create('t_order_item', function (Blueprint $table) {
        $table->bigInteger('item_id')->primary();
        $table->bigInteger('order_id');
        $table->integer('user_id');
        $table->string('what', 40);
        $table->integer('pieces')->default(1);
    });
    DB::schema()->create('t_config', function (Blueprint $table) {
        $table->string('config_key', 40)->primary();
        $table->string('config_value', 100)->nullable();
    });
    show(DB::schema()->hasTable('t_order'), DB::schema()->hasTable('nosuch'), DB::schema()->hasColumn('t_order', 'STATUS'),
         DB::schema()->hasColumns('t_order', ['order_id', 'none']), columns('t_order'));
});

check('alter', function () {
    DB::schema()->table('t_order', function (Blueprint $table) {
        $table->string('note', 20)->default('-')->after('status');
        $table->index(['status', 'made'], 'by_status');
    });
    show(columns('t_order'));
    DB::schema()->table('t_order', function (Blueprint $table) {
        $table->dropIndex('by_status');
        $table->dropColumn('note');
    });
    DB::schema()->rename('s_tag', 's_tag_new');
    DB::schema()->rename('s_tag_new', 's_tag');
    show(columns('t_order'));
    foreach (DB::select("SELECT table_name AS t, column_name AS c, column_type AS y, is_nullable AS n FROM information_schema.columns
                         WHERE table_schema = ? ORDER BY table_name, ordinal_position", ['sharding_db']) as $row) {
        show($row);
    }
});

check('inserts', function () {
    show(DB::table('s_owner')->insert([['name' => 'Zoë'], ['name' => 'Ann 😀'], ['name' => 'Bob']]));
    show(DB::table('s_owner')->insertGetId(['name' => 'Shop', 'kind' => 'shop', 'balance' => '12.50']));
    $orders = [];
    for ($i = 1; $i <= 12; ++$i) {
        $orders[] = ['order_id' => $i, 'user_id' => 1 + $i % 4, 'status' => $i % 5 === 0 ? null : 's' . $i % 3, 'amount' => $i / 4,
                     'ok' => $i % 2 === 0, 'made' => "2026-01-0" . (1 + $i % 9) . " 10:00:0" . $i % 7 . ".123456",
                     'extra' => json_encode(['n' => $i, 'tags' => ['ä', $i]]), 'ratio' => $i / 3];
    }
    show(DB::table('t_order')->insert($orders));
    $lines = [];
    for ($i = 1; $i <= 30; ++$i) {
        $lines[] = ['item_id' => $i, 'order_id' => 1 + $i % 12, 'user_id' => 1 + (1 + $i % 12) % 4, 'what' => 'w' . $i % 4, 'pieces' => $i];
    }
    show(DB::table('t_order_item')->insert($lines));
    show(DB::table('t_config')->insert([['config_key' => 'a', 'config_value' => '1'], ['config_key' => 'b', 'config_value' => null]]));
    show(DB::table('s_owner')->insertOrIgnore([['id' => 1, 'name' => 'again'], ['id' => 9, 'name' => 'Nine']]));
    show(DB::table('t_order')->insertOrIgnore([['order_id' => 1, 'user_id' => 2], ['order_id' => 13, 'user_id' => 2]]));
    show(DB::table('t_config')->upsert([['config_key' => 'a', 'config_value' => '2'], ['config_key' => 'c', 'config_value' => '3']],
                                       ['config_key'], ['config_value']));
    show(DB::table('t_order')->upsert([['order_id' => 13, 'user_id' => 2, 'status' => 'up'], ['order_id' => 14, 'user_id' => 3, 'status' => 'new']],
                                      ['order_id'], ['status']));
    show(DB::table('s_tag')->insertUsing(['label'], DB::table('s_owner')->select('name')->orderBy('id')));
    show(DB::table('t_order')->insert(['order_id' => 1, 'user_id' => 2]));
});

check('reads', function () {
    show(DB::table('t_order')->orderBy('order_id')->get());
    show(DB::table('t_order')->where('order_id', 3)->where('user_id', 4)->first());
    show(DB::table('t_order')->orderByDesc('order_id')->forPage(2, 5)->pluck('status', 'order_id'));
    show(DB::table('t_order')->whereIn('order_id', [1, 2, 99])->orderBy('order_id')->value('amount'));
    show(DB::table('t_order')->whereBetween('amount', [1, 2])->whereNotNull('status')->orWhere('user_id', '>', 3)->count());
    show(DB::table('t_order')->whereDate('made', '2026-01-04')->orderBy('order_id')->pluck('order_id'));
    show(DB::table('t_order')->whereMonth('made', 1)->whereTime('made', '>', '10:00:03')->orderBy('order_id')->pluck('order_id'));
    show(DB::table('t_order')->where('extra->n', '>', 9)->orderBy('order_id')->pluck('extra->tags'));
    show(DB::table('t_order')->whereJsonLength('extra->tags', 2)->count());
    show(DB::table('t_order')->whereRaw('amount * ? > ratio', [2.5])->selectRaw('order_id, amount * ? AS more', [3])->orderBy('order_id')->get());
    show(DB::table('t_order')->max('amount'), DB::table('t_order')->min('ratio'), DB::table('t_order')->sum('amount'),
         DB::table('t_order')->avg('amount'), DB::table('t_order')->distinct()->count('status'));
    show(DB::table('t_order')->where('user_id', 1)->exists(), DB::table('t_order')->where('user_id', 77)->doesntExist());
    show(DB::table('t_order')->select('user_id', DB::raw('COUNT(*) AS n, SUM(amount) AS s'))->groupBy('user_id')
             ->having('n', '>', 2)->orderByRaw('s DESC')->get());
    show(DB::table('t_order')->select('status')->distinct()->orderBy('status')->get());
    show(DB::table('t_order as o')->join('t_order_item as i', function ($join) {
        $join->on('o.order_id', '=', 'i.order_id')->on('o.user_id', '=', 'i.user_id');
    })->where('i.pieces', '>', 20)->orderBy('i.item_id')->get(['o.order_id', 'i.what', 'i.pieces']));
    show(DB::table('s_owner')->leftJoin('t_order', 's_owner.id', '=', 't_order.user_id')->select('s_owner.name', DB::raw('COUNT(t_order.order_id) AS n'))
             ->groupBy('s_owner.id', 's_owner.name')->orderBy('s_owner.id')->get());
    show(DB::table('t_order')->whereExists(function ($query) {
        $query->selectRaw('1')->from('t_order_item')->whereColumn('t_order_item.order_id', 't_order.order_id')->where('pieces', '>', 27);
    })->orderBy('order_id')->pluck('order_id'));
    show(DB::table('t_order')->select('order_id')->where('user_id', 1)->union(DB::table('t_order_item')->select('item_id')->where('pieces', '<', 4))
             ->orderBy('order_id')->limit(6)->get());
    show(DB::table('t_order')->joinSub(DB::table('t_order_item')->select('order_id', DB::raw('MAX(pieces) AS most'))->groupBy('order_id'), 'm', 'm.order_id', '=', 't_order.order_id')
             ->orderByDesc('most')->limit(4)->get(['t_order.order_id', 'most']));
    show(DB::table('t_order')->where(function ($query) {
        $query->where('status', 's1')->orWhereNull('status');
    })->when(true, function ($query) {
        $query->where('ok', true);
    })->orderBy('order_id')->pluck('order_id'));
    show(DB::table('t_order')->inRandomOrder()->get()->count(), DB::table('t_order')->latest('order_id')->first()->order_id);
    DB::table('t_order')->orderBy('order_id')->chunk(5, function ($some) {
        show($some->pluck('order_id'));
    });
    DB::table('t_order')->select('order_id', 'status')->chunkById(4, function ($some) {
        show($some->pluck('status', 'order_id'));
    }, 'order_id');
    foreach (DB::table('t_order')->orderBy('order_id')->limit(3)->cursor() as $row) {
        show($row->order_id);
    }
    show(DB::select('SELECT :a + 0 AS a, :b AS b', ['a' => 5, 'b' => 'é']), DB::selectOne('SELECT COUNT(*) AS n FROM t_config'));
    show(DB::table('nosuch')->get());
});

check('writes', function () {
    show(DB::table('t_order')->where('order_id', 3)->where('user_id', 4)->update(['status' => 'changed', 'extra->n' => 33]));
    show(DB::table('t_order')->where('amount', '>', 2)->update(['ok' => false]));
    show(DB::table('t_order')->where('amount', '>', 2)->update(['ok' => false]));
    show(DB::table('t_order')->where('user_id', 2)->increment('amount', 5, ['status' => 'more']), DB::table('s_owner')->where('id', 4)->decrement('balance', 2.25));
    show(DB::table('t_order')->orderBy('order_id')->limit(2)->update(['status' => 'first']));
    show(DB::table('t_config')->updateOrInsert(['config_key' => 'd'], ['config_value' => '4']), DB::table('t_config')->orderBy('config_key')->get());
    show(DB::table('t_order')->join('t_config', 't_config.config_key', '=', DB::raw("'a'"))->where('order_id', 5)->update(['status' => DB::raw('config_value')]));
    show(DB::table('t_order_item')->where('pieces', '<', 3)->delete(), DB::table('t_order_item')->orderByDesc('item_id')->limit(2)->delete());
    show(DB::affectingStatement('DELETE FROM t_order_item WHERE order_id IN (SELECT order_id FROM t_order WHERE user_id = ?)', [1]));
    show(DB::table('t_order')->orderBy('order_id')->get(['order_id', 'status', 'amount', 'ok', 'extra']), DB::table('t_order_item')->count());
});

check('transactions', function () {
    show(DB::transaction(function () {
        DB::table('t_order')->where('order_id', 1)->update(['status' => 'in']);
        DB::table('s_owner')->where('id', 1)->update(['balance' => 5]);
        return DB::transactionLevel();
    }, 3));
    try {
        DB::transaction(function () {
            DB::table('t_order')->where('order_id', '<', 5)->update(['status' => 'lost']);
            throw new RuntimeException('undo');
        });
    } catch (RuntimeException $problem) {
        show($problem->getMessage(), DB::transactionLevel());
    }
    DB::beginTransaction();
    DB::table('t_order')->insert(['order_id' => 20, 'user_id' => 1]);
    DB::beginTransaction();
    DB::table('t_order')->insert(['order_id' => 21, 'user_id' => 2]);
    DB::rollBack();
    show(DB::table('t_order')->where('order_id', '>=', 20)->lockForUpdate()->orderBy('order_id')->pluck('order_id'),
         DB::table('t_order')->where('order_id', 2)->sharedLock()->value('user_id'));
    DB::commit();
    show(DB::table('t_order')->where('order_id', '<', 5)->orWhere('order_id', '>=', 20)->orderBy('order_id')->pluck('status', 'order_id'));
});

check('models', function () {
    $order = Order::create(['order_id' => 50, 'user_id' => 3, 'status' => 'made', 'amount' => '7.5', 'ok' => true, 'extra' => ['k' => 'ü'], 'made' => Carbon::now()]);
    show($order->exists, $order->refresh()->toArray());
    $order->status = 'saved';
    show($order->save(), $order->wasChanged(), $order->isDirty());
    show(Order::find(50)->amount, Order::where('user_id', 3)->orderBy('order_id')->pluck('order_id'), Order::findMany([1, 50, 99])->pluck('order_id')->sort()->values());
    show(Order::with(['lines' => function ($query) {
        $query->orderBy('item_id');
    }, 'owner'])->orderBy('order_id')->limit(4)->get()->toArray());
    show(Owner::withCount('orders')->orderBy('id')->get()->toArray(), Owner::has('orders', '>', 2)->orderBy('id')->pluck('name'));
    show(Owner::whereHas('orders', function ($query) {
        $query->where('status', 'more');
    })->orderBy('id')->pluck('id'));
    show(Owner::firstOrCreate(['name' => 'New'], ['kind' => 'shop'])->wasRecentlyCreated, Owner::updateOrCreate(['name' => 'New'], ['balance' => 3])->balance);
    $owner = Owner::find(1);
    $owner->tags()->attach([1 => ['since' => '2026-01-01'], 2 => ['since' => null]]);
    show($owner->tags()->sync([2, 3]), $owner->tags->map(function ($tag) {
        return [$tag->label, $tag->pivot->since];
    }));
    $order->delete();
    show(Order::find(50), Order::withTrashed()->find(50)->deleted_at, Order::onlyTrashed()->count());
    show(Order::withTrashed()->find(50)->restore(), Order::find(50)->forceDelete(), Order::withTrashed()->find(50));
    show(Order::where('status', 'more')->update(['status' => 'mass']), Order::destroy([13, 14]), Order::count());
    Order::orderBy('order_id')->each(function ($one) {
        echo $one->order_id, ' ';
    }, 3);
    show(Order::findOrFail(999));
});

check('errors', function () {
    foreach ([function () {
        DB::table('s_owner')->insert(['name' => 'Bob']);
    }, function () {
        DB::table('s_owner_tag')->insert(['owner_id' => 1, 'tag_id' => 999]);
    }, function () {
        DB::table('t_order')->select('nosuch')->get();
    }, function () {
        DB::table('t_order')->where('order_id', 2)->update(['status' => str_repeat('x', 60)]);
    }, function () {
        DB::statement('SELEC 1');
    }, function () {
        DB::table('t_order')->select('user_id', 'status')->groupBy('user_id')->get();
    }] as $failing) {
        try {
            $failing();
            show('no error');
        } catch (QueryException $problem) {
            show($problem->getCode(), $problem->errorInfo);
        }
    }
});

check('reconnect', function () {
    DB::disconnect();
    show(DB::table('t_config')->count());
    DB::connection()->reconnect();
    show(DB::table('t_config')->count(), DB::connection()->getDatabaseName());
    show(DB::connection()->getPdo()->getAttribute(PDO::ATTR_SERVER_VERSION) !== '', DB::select('SHOW TABLES'));
});

echo "the end\n";
