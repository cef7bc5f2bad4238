using System.Text;
using Windrow.Native.Sqlite;

namespace Windrow.Native.Tests.Sqlite;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly TemporaryDatabase _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Integer_bound_comes_back(long value) =>
        RoundTrip(insert => insert.Bind(1, value), row => row.Int64(0).ShouldBe(value));

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(double.NegativeInfinity)]
    public void Number_bound_comes_back(double value) =>
        RoundTrip(insert => insert.Bind(1, value), row => row.Double(0).ShouldBe(value));

    [Fact]
    public void Not_a_number_becomes_null() =>
        RoundTrip(static insert => insert.Bind(1, double.NaN), static row => row.IsNull(0).ShouldBeTrue());

    [Fact]
    public void Null_bound_is_null_and_reads_as_nothing() => RoundTrip(
        static insert => insert.BindNull(1),
        static row =>
        {
            row.IsNull(0).ShouldBeTrue();
            row.Int64(0).ShouldBe(0);
            row.Blob(0).IsEmpty.ShouldBeTrue();
            row.Text(0).ShouldBe("");
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000_000)]
    public void Blob_bound_comes_back(int length)
    {
        var blob = new byte[length];
        new Random(1).NextBytes(blob);
        RoundTrip(
            insert => insert.Bind(1, blob),
            row =>
            {
                row.IsNull(0).ShouldBeFalse();
                row.Blob(0).SequenceEqual(blob).ShouldBeTrue();
            });
    }

    [Theory]
    [InlineData("")]
    [InlineData("2t")]
    [InlineData("zwölf Böen, 風, 🌬")]
    [InlineData("before\0behind")]
    public void Text_bound_comes_back(string text)
    {
        RoundTrip(insert => insert.BindText(1, text), row => row.Text(0).ShouldBe(text));
        RoundTrip(
            insert => insert.BindText(1, Encoding.UTF8.GetBytes(text)),
            row =>
            {
                row.IsNull(0).ShouldBeFalse();
                row.Utf8(0).SequenceEqual(Encoding.UTF8.GetBytes(text)).ShouldBeTrue();
            });
    }

    [Fact]
    public void Long_text_bound_comes_back()
    {
        var text = new string('ß', 100_000);
        RoundTrip(insert => insert.BindText(1, text), row => row.Text(0).ShouldBe(text));
    }

    [Fact]
    public void Bindings_stay_until_they_are_cleared()
    {
        using var database = _files.Create("v");
        using var insert = database.Prepare("INSERT INTO t VALUES (?)");
        insert.Bind(1, "kept"u8);
        insert.Run();
        insert.Run();
        insert.ClearBindings();
        insert.Run();
        database.Number("SELECT count(v) FROM t").ShouldBe(2);
        database.Number("SELECT count(*) FROM t").ShouldBe(3);
    }

    [Fact]
    public void Rows_come_in_order_and_end()
    {
        using var database = _files.Create("v");
        database.Execute("INSERT INTO t VALUES (1), (2), (3)");
        using var select = database.Prepare("SELECT v FROM t ORDER BY v");
        for (var run = 0; run < 2; run++)
        {
            for (var value = 1; value <= 3; value++)
            {
                select.Step().ShouldBeTrue();
                select.Int64(0).ShouldBe(value);
            }

            select.Step().ShouldBeFalse();
            select.Reset();
        }
    }

    [Fact]
    public void Reading_without_a_row_is_refused()
    {
        using var database = _files.Create("v");
        database.Execute("INSERT INTO t VALUES (1)");
        var select = database.Prepare("SELECT v FROM t");
        Should.Throw<InvalidOperationException>(() => select.Int64(0));
        select.Step().ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => select.Int64(1));
        Should.Throw<ArgumentOutOfRangeException>(() => select.Int64(-1));
        select.Reset();
        Should.Throw<InvalidOperationException>(() => select.Int64(0));
        select.Step().ShouldBeTrue();
        select.Dispose();
        Should.Throw<InvalidOperationException>(() => select.Int64(0));
        Should.Throw<ObjectDisposedException>(() => select.Step());
    }

    [Fact]
    public void Statement_of_a_closed_database_is_refused()
    {
        var database = _files.Create("v");
        database.Execute("INSERT INTO t VALUES (1)");
        var select = database.Prepare("SELECT v FROM t");
        select.Step().ShouldBeTrue();
        database.Dispose();
        Should.Throw<InvalidOperationException>(() => select.Int64(0));
        Should.Throw<ObjectDisposedException>(() => select.Step());
        Should.Throw<ObjectDisposedException>(() => select.Bind(1, 1));
        select.Dispose();
    }

    [Fact]
    public void Unknown_parameter_is_an_error()
    {
        using var database = _files.Create("v");
        using var insert = database.Prepare("INSERT INTO t VALUES (?)");
        Should.Throw<SqliteException>(() => insert.Bind(2, 1)).Message.ShouldContain("bind parameter 2 of 'INSERT INTO t VALUES (?)'");
    }

    [Theory]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData(" ")]
    [InlineData("-- nothing")]
    public void Prepare_takes_exactly_one_statement(string sql)
    {
        using var database = _files.Open();
        Should.Throw<ArgumentException>(() => database.Prepare(sql)).Message.ShouldContain("not one statement");
    }

    [Fact]
    public void Rows_written_and_read_allocate_nothing()
    {
        using var database = _files.Create("a INTEGER, b REAL, c BLOB, d TEXT, e TEXT");
        using var insert = database.Prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)");
        using var select = database.Prepare("SELECT a, b, c, d, e FROM t");
        var blob = new byte[2000];
        var text = new string('x', 1500);
        Work(2); // everything is compiled, and the pool has its buffer
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = Work(500);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sum.ShouldBeGreaterThan(500 * 2000);

        long Work(int rows)
        {
            database.Execute("BEGIN"u8);
            for (var row = 0; row < rows; row++)
            {
                insert.Bind(1, row);
                insert.Bind(2, 0.5);
                insert.Bind(3, blob);
                insert.BindText(4, "short");
                insert.BindText(5, text);
                insert.Run();
            }

            database.Execute("COMMIT"u8);
            long sum = 0;
            while (select.Step())
                sum += select.Int64(0) + (long)select.Double(1) + select.Blob(2).Length + select.Utf8(3).Length + (select.IsNull(4) ? 1 : 0);
            select.Reset();
            return sum;
        }
    }

    private void RoundTrip(Action<SqliteStatement> bind, Action<SqliteStatement> look)
    {
        using var database = _files.Open();
        database.Execute("DROP TABLE IF EXISTS t; CREATE TABLE t (v)");
        using (var insert = database.Prepare("INSERT INTO t VALUES (?)"))
        {
            bind(insert);
            insert.Run();
        }

        using var select = database.Prepare("SELECT v FROM t");
        select.Step().ShouldBeTrue();
        look(select);
        select.Step().ShouldBeFalse();
    }
}
