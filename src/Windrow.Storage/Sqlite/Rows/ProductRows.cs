using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.Products;

namespace Windrow.Storage.Sqlite.Rows;

/// <summary>Changes to the ledger of products and their files.</summary>
internal sealed class ProductRows(StatementSet statements)
{
    private readonly ByteWriter _writer = new();

    public void Add(Product product)
    {
        if (product.Part is not null)
            Replace(product.Path, product.Part);
        var add = statements["""
            INSERT OR REPLACE INTO product(path, id, configuration, offset, length, plan, action, location, version, attempts, at, inputs, run, tries, part)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            """];
        add.BindText(1, product.Path);
        add.BindId(2, product.Id);
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
        add.Bind(13, product.Run);
        if (product.Tries.Count == 0)
        {
            add.BindNull(14);
        }
        else
        {
            _writer.Clear();
            FailedTry.Write(_writer, product.Tries);
            add.Bind(14, _writer.Written);
        }

        if (product.Part is null)
            add.BindNull(15);
        else
            add.BindText(15, product.Part);
        add.Run();
    }

    public void PutFile(string path, ProductFile file)
    {
        var put = statements["INSERT OR REPLACE INTO product_file(path, length, is_open) VALUES(?1, ?2, ?3)"];
        put.BindText(1, path);
        put.Bind(2, file.Length);
        put.Bind(3, file.IsOpen ? 1 : 0);
        put.Run();
    }

    public void Forget(string path)
    {
        var products = statements["DELETE FROM product WHERE path = ?1"];
        products.BindText(1, path);
        products.Run();
        var file = statements["DELETE FROM product_file WHERE path = ?1"];
        file.BindText(1, path);
        file.Run();
    }

    private void Replace(string path, string part)
    {
        var former = statements["DELETE FROM product WHERE path = ?1 AND part = ?2"];
        former.BindText(1, path);
        former.BindText(2, part);
        former.Run();
    }

    public void CloseFiles() => statements["UPDATE product_file SET is_open = 0 WHERE is_open <> 0"].Run();

    public long Remove(DateTimeOffset before, int most)
    {
        var products = statements["""
            DELETE FROM product WHERE (path, id, configuration) IN
                (SELECT path, id, configuration FROM product WHERE at < ?1 ORDER BY at LIMIT ?2)
            """];
        products.Bind(1, before.UtcTicks);
        products.Bind(2, most);
        products.Run();
        var removed = statements.Database.Changes;
        if (removed > 0)
            statements["DELETE FROM product_file WHERE is_open = 0 AND NOT EXISTS (SELECT 1 FROM product WHERE product.path = product_file.path)"].Run();
        return removed;
    }
}
