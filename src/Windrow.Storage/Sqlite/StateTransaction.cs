using System.Buffers.Binary;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.State;
using Windrow.Native.Sqlite;

namespace Windrow.Storage.Sqlite;

/// <summary>The prepared statements of the writing connection. For the store's thread.</summary>
internal sealed class StateTransaction : IStateTransaction, IDisposable
{
    private const int PageSize = 4096;
    private const int PagesToKeep = 256;

    private readonly SqliteDatabase _database;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly ByteWriter _writer = new();
    private readonly SqliteStatement _enqueue;
    private readonly SqliteStatement _dequeue;
    private readonly Func<long> _allowance;
    private long _sequence;
    private long _sequenceAtBegin;
    private long _most = long.MaxValue;
    private long _databaseBytes;
    private long _pages;
    private long _free;

    /// <param name="allowance">How many bytes the database may have; asked for each transaction.</param>
    public StateTransaction(SqliteDatabase database, Func<long> allowance)
    {
        _database = database;
        _allowance = allowance;
        _enqueue = database.Prepare("INSERT OR IGNORE INTO queued(sequence, queue, id, priority, key, arrived, attempts, not_before, bytes, payload, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, ?8, ?9)");
        _dequeue = database.Prepare("DELETE FROM queued WHERE sequence = ?1 RETURNING payload");
        using var highest = database.Prepare("SELECT coalesce(max(sequence), 0) FROM queued");
        highest.Step();
        _sequence = highest.Int64(0);
    }

    /// <summary>Payloads that lost their last holder in this transaction.</summary>
    public List<string> Unheld { get; } = [];

    /// <summary>What the database needs of its size, as of the last transaction; told only while that is limited.</summary>
    public long DatabaseBytes => Volatile.Read(ref _databaseBytes);

    /// <summary>Whether the database has a size of its own that it does not exceed.</summary>
    public bool IsLimited => _most < long.MaxValue;

    public void Begin()
    {
        Limit();
        _sequenceAtBegin = _sequence;
        Unheld.Clear();
        Statement("BEGIN IMMEDIATE").Run();
    }

    public void Commit()
    {
        Statement("COMMIT").Run();
        if (IsLimited)
            Count();
    }

    /// <summary>Gives free pages back to the file system, up to a number; what is free soon after may be needed again, so some stay.</summary>
    /// <returns>False: there is no more to give back.</returns>
    public bool GiveBack(int pages)
    {
        var free = Number("PRAGMA freelist_count") - PagesToKeep;
        if (free <= 0)
            return false;
        _database.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({Math.Min(free, pages)})"));
        if (free > pages)
            return true;
        _database.CheckpointWal(SqliteCheckpointMode.Passive);
        return false;
    }

    public void Rollback()
    {
        // Some errors have rolled it back already.
        if (_database.IsInTransaction)
            Statement("ROLLBACK").Run();
        _sequence = _sequenceAtBegin;
        Unheld.Clear();
    }

    public long Enqueue(int queue, MessageId id, int priority, long? key, DateTimeOffset at, ReadOnlySpan<byte> body, long bytes, PayloadReference? payload)
    {
        Span<byte> octets = stackalloc byte[16];
        _enqueue.Bind(1, _sequence + 1);
        _enqueue.Bind(2, queue);
        _enqueue.Bind(3, Octets(id, octets));
        _enqueue.Bind(4, priority);
        if (key is { } order)
            _enqueue.Bind(5, order);
        else
            _enqueue.BindNull(5);
        _enqueue.Bind(6, at.UtcTicks);
        _enqueue.Bind(7, bytes);
        BindPayload(_enqueue, 8, payload);
        _enqueue.Bind(9, body);
        _enqueue.Run();
        if (_database.Changes == 0)
            return 0;
        Hold(payload);
        return ++_sequence;
    }

    public bool Raise(int queue, int priority, long? key)
    {
        var raise = Statement(key is null
            ? "UPDATE queued SET priority = ?2 WHERE queue = ?1 AND priority >= 0 AND priority < ?2"
            : "UPDATE queued SET priority = ?2 WHERE queue = ?1 AND key = ?3 AND priority >= 0 AND priority < ?2");
        raise.Bind(1, queue);
        raise.Bind(2, priority);
        if (key is { } order)
            raise.Bind(3, order);
        raise.Run();
        return _database.Changes > 0;
    }

    public void Dequeue(int queue, long sequence)
    {
        _dequeue.Bind(1, sequence);
        RunAndLetGo(_dequeue);
    }

    public void MarkDone(int queue, long sequence)
    {
        var payload = Statement("SELECT payload FROM queued WHERE sequence = ?1");
        payload.Bind(1, sequence);
        RunAndLetGo(payload);
        var mark = Statement("UPDATE queued SET priority = -1, key = NULL, bytes = 0, payload = NULL, body = x'' WHERE sequence = ?1");
        mark.Bind(1, sequence);
        mark.Run();
    }

    public void Postpone(int queue, long sequence, int attempts, DateTimeOffset notBefore)
    {
        var postpone = Statement("UPDATE queued SET attempts = ?2, not_before = ?3 WHERE sequence = ?1");
        postpone.Bind(1, sequence);
        postpone.Bind(2, attempts);
        postpone.Bind(3, notBefore.UtcTicks);
        postpone.Run();
    }

    public bool MustMakeRoom { get; set; }

    public int AddQueue(string name)
    {
        var add = Statement("INSERT OR IGNORE INTO queue(name) VALUES(?1)");
        add.BindText(1, name);
        add.Run();
        var number = Statement("SELECT number FROM queue WHERE name = ?1");
        number.BindText(1, name);
        number.Step();
        var found = (int)number.Int64(0);
        number.Reset();
        return found;
    }

    public void DropQueue(int queue)
    {
        var rows = Statement("DELETE FROM queued WHERE queue = ?1 RETURNING payload");
        rows.Bind(1, queue);
        RunAndLetGo(rows);
        var name = Statement("DELETE FROM queue WHERE number = ?1");
        name.Bind(1, queue);
        name.Run();
    }

    public void PutItem(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload = null)
    {
        // The new payload is held before the old one is let go, as they may be the same.
        Hold(payload);
        RemoveItem(scope, key);
        var put = Statement("INSERT INTO item(scope, key, value, payload) VALUES(?1, ?2, ?4, ?3)");
        put.BindText(1, scope);
        put.BindText(2, key);
        BindPayload(put, 3, payload);
        put.Bind(4, value);
        put.Run();
    }

    public void AddItem(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload = null)
    {
        Hold(payload);
        var add = Statement("INSERT INTO item(scope, key, value, payload) VALUES(?1, ?2, ?4, ?3)");
        add.BindText(1, scope);
        add.BindText(2, key);
        BindPayload(add, 3, payload);
        add.Bind(4, value);
        add.Run();
    }

    public void RemoveItem(string scope, string key)
    {
        var remove = Statement("DELETE FROM item WHERE scope = ?1 AND key = ?2 RETURNING payload");
        remove.BindText(1, scope);
        remove.BindText(2, key);
        RunAndLetGo(remove);
    }

    public void RemoveItems(string scope)
    {
        var remove = Statement("DELETE FROM item WHERE scope = ?1 RETURNING payload");
        remove.BindText(1, scope);
        RunAndLetGo(remove);
    }

    public void AddProduct(Product product)
    {
        Span<byte> octets = stackalloc byte[16];
        var add = Statement("""
            INSERT OR REPLACE INTO product(path, id, configuration, offset, length, plan, action, location, version, attempts, at, inputs)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """);
        add.BindText(1, product.Path);
        add.Bind(2, Octets(product.Id, octets));
        add.BindText(3, product.Configuration);
        add.Bind(4, product.Offset);
        add.Bind(5, product.Length);
        add.BindText(6, product.Plan);
        add.BindText(7, product.Action);
        add.BindText(8, product.Location);
        add.BindText(9, product.Version);
        add.Bind(10, product.Attempts);
        add.Bind(11, product.At.UtcTicks);
        _writer.Clear();
        Lineage.Write(_writer, product.Inputs.Origins);
        add.Bind(12, _writer.Written);
        add.Run();
    }

    public void PutProductFile(string path, ProductFile file)
    {
        var put = Statement("INSERT OR REPLACE INTO product_file(path, length, is_open) VALUES(?1, ?2, ?3)");
        put.BindText(1, path);
        put.Bind(2, file.Length);
        put.Bind(3, file.IsOpen ? 1 : 0);
        put.Run();
    }

    public void ForgetProducts(string path)
    {
        var products = Statement("DELETE FROM product WHERE path = ?1");
        products.BindText(1, path);
        products.Run();
        var file = Statement("DELETE FROM product_file WHERE path = ?1");
        file.BindText(1, path);
        file.Run();
    }

    public void CloseProductFiles() => Statement("UPDATE product_file SET is_open = 0 WHERE is_open <> 0").Run();

    public long RemoveProducts(DateTimeOffset before, int most)
    {
        var products = Statement("""
            DELETE FROM product WHERE (path, id, configuration) IN
                (SELECT path, id, configuration FROM product WHERE at < ?1 ORDER BY at LIMIT ?2)
            """);
        products.Bind(1, before.UtcTicks);
        products.Bind(2, most);
        products.Run();
        var removed = _database.Changes;
        if (removed > 0)
            Statement("DELETE FROM product_file WHERE is_open = 0 AND NOT EXISTS (SELECT 1 FROM product WHERE product.path = product_file.path)").Run();
        return removed;
    }

    public long RemoveDeadLetters(DateTimeOffset before, int most)
    {
        var old = Statement("SELECT number FROM dead_letter WHERE at < ?1 ORDER BY number LIMIT ?2");
        old.Bind(1, before.UtcTicks);
        old.Bind(2, most);
        var numbers = new List<long>();
        while (old.Step())
            numbers.Add(old.Int64(0));
        old.Reset();
        foreach (var number in numbers)
            RemoveDeadLetter(number);
        return numbers.Count;
    }

    public void PutDeadLetter(DeadLetter letter, string configuration, ReadOnlySpan<byte> body, PayloadReference? payload)
    {
        Span<byte> octets = stackalloc byte[16];
        Hold(payload);
        var before = Statement("SELECT payload FROM dead_letter WHERE plan = ?1 AND action = ?2 AND id = ?3");
        before.BindText(1, letter.Plan);
        before.BindText(2, letter.Action);
        before.Bind(3, Octets(letter.Id, octets));
        RunAndLetGo(before);
        var put = Statement("""
            INSERT INTO dead_letter(plan, action, id, kind, source, position, offset, metadata, class, reason, advice, attempts, at, configuration, payload, body)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            ON CONFLICT(plan, action, id) DO UPDATE SET class = excluded.class, reason = excluded.reason, advice = excluded.advice,
                attempts = excluded.attempts, at = excluded.at, configuration = excluded.configuration, payload = excluded.payload, body = excluded.body
            """);
        put.BindText(1, letter.Plan);
        put.BindText(2, letter.Action);
        put.Bind(3, Octets(letter.Id, octets));
        put.BindText(4, letter.Kind.ToString());
        put.BindText(5, letter.Origin.Source);
        put.BindText(6, letter.Origin.Position);
        put.Bind(7, letter.Origin.Offset);
        _writer.Clear();
        MetadataBinary.Write(_writer, letter.Metadata);
        put.Bind(8, _writer.Written);
        put.BindText(9, letter.Failure.Class.ToString());
        put.BindText(10, letter.Failure.Reason);
        if (letter.Failure.Advice is { } advice)
            put.BindText(11, advice);
        else
            put.BindNull(11);
        put.Bind(12, letter.Attempts);
        put.Bind(13, letter.At.UtcTicks);
        put.BindText(14, configuration);
        BindPayload(put, 15, payload);
        put.Bind(16, body);
        put.Run();
    }

    public void RemoveDeadLetter(long number)
    {
        var remove = Statement("DELETE FROM dead_letter WHERE number = ?1 RETURNING payload");
        remove.Bind(1, number);
        RunAndLetGo(remove);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _enqueue.Dispose();
        _dequeue.Dispose();
    }

    internal static ReadOnlySpan<byte> Octets(MessageId id, Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt64BigEndian(octets, id.High);
        BinaryPrimitives.WriteUInt64BigEndian(octets[8..], id.Low);
        return octets;
    }

    private static void BindPayload(SqliteStatement statement, int parameter, PayloadReference? payload)
    {
        if (payload is null)
            statement.BindNull(parameter);
        else
            statement.BindText(parameter, payload.Hash);
    }

    // SQLite refuses what would make the database larger; it does not become smaller by it.
    private void Limit()
    {
        var most = _allowance();
        if (most != _most)
        {
            _most = most;
            _database.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Clamp(most / PageSize, 1, uint.MaxValue - 1)}"));
            Count();
        }

        // Payloads have grown into what the database does not need.
        if (_pages * PageSize > most && _free > 0)
        {
            _database.Execute("PRAGMA incremental_vacuum(128)"u8);
            Count();
        }
    }

    private void Count()
    {
        (_pages, _free) = (Number("PRAGMA page_count"), Number("PRAGMA freelist_count"));
        Volatile.Write(ref _databaseBytes, (_pages - _free) * PageSize);
    }

    private long Number(string pragma)
    {
        var statement = Statement(pragma);
        statement.Step();
        var number = statement.Int64(0);
        statement.Reset();
        return number;
    }

    private SqliteStatement Statement(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
            return known;
        return _statements[sql] = _database.Prepare(sql);
    }

    private void Hold(PayloadReference? payload)
    {
        if (payload is null)
            return;
        var hold = Statement("INSERT INTO payload(hash, length, holders) VALUES(?1, ?2, 1) ON CONFLICT(hash) DO UPDATE SET holders = holders + 1");
        hold.BindText(1, payload.Hash);
        hold.Bind(2, payload.Length);
        hold.Run();
        Unheld.Remove(payload.Hash);
    }

    // The rows that a statement gives are the payloads that have one holder less.
    private void RunAndLetGo(SqliteStatement statement)
    {
        List<string>? payloads = null;
        while (statement.Step())
        {
            if (!statement.IsNull(0))
                (payloads ??= []).Add(statement.Text(0));
        }

        statement.Reset();
        if (payloads is null)
            return;
        foreach (var hash in payloads)
            LetGo(hash);
    }

    private void LetGo(string hash)
    {
        var letGo = Statement("UPDATE payload SET holders = holders - 1 WHERE hash = ?1 RETURNING holders");
        letGo.BindText(1, hash);
        var isUnheld = letGo.Step() && letGo.Int64(0) <= 0;
        letGo.Reset();
        if (!isUnheld)
            return;
        var remove = Statement("DELETE FROM payload WHERE hash = ?1");
        remove.BindText(1, hash);
        remove.Run();
        Unheld.Add(hash);
    }
}
