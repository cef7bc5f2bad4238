using Windrow.Core.Products;
using Windrow.Storage.Records;

namespace Windrow.Storage.Postgres.Changes;

/// <summary>Changes to the ledger of products, which all instances have in common, and to the files that an instance is writing.</summary>
internal sealed class ProductChanges(StatementBatch batch, string instance)
{
    // In one order, so that transactions of several instances that enter the same products wait for each other, and never in a circle.
    private readonly SortedDictionary<(string Path, Guid Id, string Configuration), Product> _products = new(Comparer<(string Path, Guid Id, string Configuration)>.Create(Compare));
    private readonly Dictionary<(string Path, string Part), (string Path, Guid Id, string Configuration)> _parts = [];
    private readonly Dictionary<string, ProductFile> _files = new(StringComparer.Ordinal);

    public void Begin()
    {
        _products.Clear();
        _parts.Clear();
        _files.Clear();
    }

    /// <summary>One of the same file, message and configuration is replaced, and within a data set one of the same name.</summary>
    public void Add(Product product)
    {
        var key = (product.Path, PostgresParameters.Uuid(product.Id), product.Configuration);
        if (product.Part is { } part)
        {
            if (_parts.TryGetValue((product.Path, part), out var before))
                _products.Remove(before);
            _parts[(product.Path, part)] = key;
        }

        _products[key] = product;
    }

    public void PutFile(string path, ProductFile file) => _files[path] = file;

    public void Forget(string path)
    {
        Emit();
        batch.Add("DELETE FROM product WHERE path = $1 AND instance = $2", PostgresParameters.Of(PostgresText.Key(path)), PostgresParameters.Of(instance));
        batch.Add("DELETE FROM product_file WHERE path = $1 AND instance = $2", PostgresParameters.Of(PostgresText.Key(path)), PostgresParameters.Of(instance));
    }

    public void CloseFiles()
    {
        Emit();
        batch.Add("UPDATE product_file SET is_open = false WHERE instance = $1 AND is_open", PostgresParameters.Of(instance));
    }

    public long Remove(DateTimeOffset before, int most)
    {
        Emit();
        var removed = batch.Read(
            """
            WITH gone AS (
                DELETE FROM product WHERE (path, id, configuration) IN (SELECT path, id, configuration FROM product WHERE at < $1 ORDER BY at LIMIT $2) RETURNING 1)
            SELECT count(*) FROM gone
            """,
            static reader => reader.Read() ? reader.GetInt64(0) : 0,
            PostgresParameters.Of(before.UtcTicks), PostgresParameters.Of(most));
        if (removed > 0)
            batch.Add("DELETE FROM product_file WHERE NOT is_open AND NOT EXISTS (SELECT FROM product WHERE product.path = product_file.path)");
        return removed;
    }

    /// <summary>Adds what has gathered to the batch.</summary>
    public void Emit()
    {
        if (_parts.Count > 0)
        {
            batch.Add(
                "DELETE FROM product USING unnest($1, $2) AS made(path, part) WHERE product.path = made.path AND product.part = made.part",
                PostgresParameters.Of([.. _parts.Keys.Select(static each => (string?)PostgresText.Key(each.Path))]), PostgresParameters.Of([.. _parts.Keys.Select(static each => (string?)PostgresText.Encode(each.Part))]));
        }

        if (_products.Count > 0)
            EmitProducts([.. _products.Values]);
        if (_files.Count > 0)
        {
            batch.Add(
                """
                INSERT INTO product_file(instance, path, length, is_open) SELECT $1, * FROM unnest($2, $3, $4)
                ON CONFLICT (instance, path) DO UPDATE SET length = excluded.length, is_open = excluded.is_open
                """,
                PostgresParameters.Of(instance), PostgresParameters.Of([.. _files.Keys.Select(static path => (string?)PostgresText.Key(path))]),
                PostgresParameters.Of(_files.Values.Select(static file => file.Length).ToArray()), PostgresParameters.Of([.. _files.Values.Select(static file => file.IsOpen)]));
        }

        Begin();
    }

    private void EmitProducts(Product[] products)
    {
        var wholes = new string?[products.Length];
        var paths = new string?[products.Length];
        for (var i = 0; i < products.Length; i++)
            paths[i] = PostgresText.Key(products[i].Path, out wholes[i]);
        batch.Add(
            """
            INSERT INTO product(path, whole, id, configuration, "offset", length, plan, action, location, version, attempts, at, inputs, run, tries, part, instance)
            SELECT *, $17 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT (path, id, configuration) DO UPDATE SET
                "offset" = excluded."offset", length = excluded.length, plan = excluded.plan, action = excluded.action, location = excluded.location, version = excluded.version,
                attempts = excluded.attempts, at = excluded.at, inputs = excluded.inputs, run = excluded.run, tries = excluded.tries, part = excluded.part, instance = excluded.instance
            """,
            PostgresParameters.Of(paths), PostgresParameters.Of(wholes), PostgresParameters.Of([.. products.Select(static each => PostgresParameters.Uuid(each.Id))]),
            Texts(products, static each => each.Configuration), PostgresParameters.Of(products.Select(static each => each.Offset).ToArray()), PostgresParameters.Of(products.Select(static each => each.Length).ToArray()),
            Texts(products, static each => each.Plan), Texts(products, static each => each.Action), Texts(products, static each => each.Location), Texts(products, static each => each.Version),
            PostgresParameters.Of([.. products.Select(static each => each.Attempts)]), PostgresParameters.Of(products.Select(static each => each.At.UtcTicks).ToArray()),
            PostgresParameters.Of([.. products.Select(static each => (byte[]?)StoredRecord.Bytes(each.Inputs))]), PostgresParameters.Of(products.Select(static each => each.Run).ToArray()),
            PostgresParameters.Of([.. products.Select(static each => StoredRecord.Bytes(each.Tries))]),
            PostgresParameters.Of([.. products.Select(static each => each.Part is null ? null : PostgresText.Encode(each.Part))]), PostgresParameters.Of(instance));
    }

    private static Npgsql.NpgsqlParameter Texts(Product[] products, Func<Product, string> text) => PostgresParameters.Of([.. products.Select(each => (string?)PostgresText.Encode(text(each)))]);

    private static int Compare((string Path, Guid Id, string Configuration) one, (string Path, Guid Id, string Configuration) other)
    {
        var order = string.CompareOrdinal(one.Path, other.Path);
        if (order == 0)
            order = one.Id.CompareTo(other.Id);
        return order != 0 ? order : string.CompareOrdinal(one.Configuration, other.Configuration);
    }
}
