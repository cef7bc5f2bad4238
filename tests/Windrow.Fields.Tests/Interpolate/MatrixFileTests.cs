using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Interpolate.Matrices;
using Windrow.Fields.Interpolate.Weights;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Interpolate;

public sealed class MatrixFileTests : IDisposable
{
    private static readonly WeightsRequest Request = new(FieldOnGrid.Named("O16"), FieldOnGrid.Named("5/5"), InterpolationMethod.Bilinear, 4);

    private readonly string _folder = Directory.CreateTempSubdirectory("windrow-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Weights_come_back_from_their_file_as_they_were()
    {
        var store = Store(out var warnings);
        var computed = store.Get(Request);
        ShouldBeSame(MatrixReader.Read(new PhysicalFileSystem(), store.PathOf(Request), out var identity), computed);
        identity.ShouldBe(Request.Identity);
        ShouldBeSame(store.Get(Request), computed);
        Directory.GetFiles(_folder).ShouldHaveSingleItem();
        warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_is_used_spares_the_computation()
    {
        var store = Store(out _);
        store.Get(Request);

        // Other weights under the same identity: they are taken only if the file is.
        var other = WeightsBuild.Of(new WeightsRequest(Request.Source, Request.Target, InterpolationMethod.NearestNeighbour, 4));
        using (var file = new PhysicalFileSystem().OpenWrite(store.PathOf(Request)))
            MatrixFile.Write(file, other, Request.Identity);
        ShouldBeSame(store.Get(Request), other);
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("cut in the header")]
    [InlineData("a weight changed")]
    [InlineData("a point changed")]
    [InlineData("the header changed")]
    [InlineData("of another version")]
    [InlineData("of other grids")]
    [InlineData("empty")]
    [InlineData("text")]
    public void A_file_that_cannot_be_used_is_computed_anew_with_a_warning(string damage)
    {
        var store = Store(out var warnings);
        var computed = store.Get(Request);
        var path = store.PathOf(Request);
        var bytes = File.ReadAllBytes(path);
        switch (damage)
        {
            case "cut short":
                bytes = bytes[..^9];
                break;
            case "cut in the header":
                bytes = bytes[..30];
                break;
            case "a weight changed":
                bytes[^3] ^= 1;
                break;
            case "a point changed":
                bytes[60 + ((computed.Rows + 1) * 4) + 41] ^= 1;
                break;
            case "the header changed":
                bytes[40] ^= 1;
                break;
            case "of another version":
                bytes[7]++;
                break;
            case "of other grids":
                using (var file = new PhysicalFileSystem().OpenWrite(path))
                    MatrixFile.Write(file, computed, default(MessageId).With(1));
                bytes = File.ReadAllBytes(path);
                break;
            case "empty":
                bytes = [];
                break;
            default:
                bytes = "not weights\n"u8.ToArray();
                break;
        }

        File.WriteAllBytes(path, bytes);
        ShouldBeSame(store.Get(Request), computed);
        warnings.ShouldHaveSingleItem().ShouldContain("cannot be used and are computed anew");
        warnings.Clear();
        ShouldBeSame(store.Get(Request), computed);
        warnings.ShouldBeEmpty(); // it was replaced by a good one
    }

    [Fact]
    public void A_directory_that_cannot_be_written_costs_a_warning_only()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        var store = Store(out var warnings, Path.Combine(_folder, "file", "below"));
        store.Get(Request).Rows.ShouldBe(Request.Target.Points);
        warnings.ShouldHaveSingleItem().ShouldContain("cannot be kept");
    }

    [Fact]
    public async Task A_matrix_from_text_gives_the_dense_product()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "m.txt"), "# made by hand\n3 4\n0 0 0.25\n0,3,0.75\n\n2 1 2 # doubles\n2 2 -1\n", TestContext.Current.CancellationToken);
        var message = new Message(MessageKind.Field, Metadata.From(("paramId", 1L)), FieldPayload.Copy([1.0, 2, 3, 4]), new Origin("test", "memory"));
        var product = await FieldOnGrid.One("{interpolation: matrix, options: {interpolation-matrix: m.txt, missing_value: -1}}", message, FieldOnGrid.Context(_folder));
        FieldFlow.Values(product).ShouldBe([0.25 + 3, double.NaN, 1]);
        product.Metadata.TryGetString("gridType", out var type).ShouldBeTrue();
        type.ShouldBe("unstructured_grid");
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("3\n", "line 1: the first line")]
    [InlineData("2 2\n0 2 1\n", "line 2: '0 2 1' is no entry")]
    [InlineData("2 2\n0 1 x\n", "line 2")]
    [InlineData("2 2\n-1 1 1\n", "line 2")]
    public void A_text_that_is_no_matrix_is_refused_by_its_line(string text, string reason) =>
        Should.Throw<CorruptDataException>(() => MatrixText.Read(new StringReader(text))).Message.ShouldContain(reason);

    [Fact]
    public async Task A_matrix_of_other_sizes_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "m.txt"), "3 5\n0 0 1\n", TestContext.Current.CancellationToken);
        var message = new Message(MessageKind.Field, Metadata.From(("paramId", 1L)), FieldPayload.Copy([1.0, 2, 3, 4]), new Origin("test", "memory"));
        var failure = (await FieldOnGrid.Run("{interpolation: matrix, options: {interpolation-matrix: m.txt}}", message, FieldOnGrid.Context(_folder))).Dead.ShouldHaveSingleItem().Failure;
        failure.Class.ShouldBe(ErrorClass.Permanent);
        failure.Reason.ShouldContain("from 5 points to 3, the field has 4");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ocean_points_come_from_a_file(bool grib)
    {
        var (latitudes, longitudes) = Windrow.Fields.Tests.Grids.GridTests.Locations(FieldOnGrid.Named("O16"));
        var path = Path.Combine(_folder, "points");
        if (grib)
            await File.WriteAllBytesAsync(path, [.. FieldOnGrid.Grib(FieldOnGrid.Named("O16"), latitudes), .. FieldOnGrid.Grib(FieldOnGrid.Named("O16"), longitudes)], TestContext.Current.CancellationToken);
        else
            await File.WriteAllLinesAsync(path, latitudes.Zip(longitudes, static (a, b) => $"{a:R}, {b:R}"), TestContext.Current.CancellationToken);
        var values = FieldOnGrid.Values(FieldOnGrid.Named("O16"), FieldOnGrid.Lopsided);
        var result = await FieldOnGrid.Result("{grid: 3/3, interpolation: k-nearest, input-points: points, options: {caching: false}}", FieldOnGrid.Message("eORCA1_T", values), FieldOnGrid.Context(_folder));
        var known = await FieldOnGrid.Result("{grid: 3/3, interpolation: k-nearest, options: {caching: false}}", FieldOnGrid.Message("O16", values));
        result.Zip(known, static (a, b) => Math.Abs(a - b)).Order().SkipLast(grib ? 700 : 0).Last().ShouldBeLessThan(1e-3); // packed places are no longer equally far
    }

    [Fact]
    public async Task Weights_are_kept_under_the_path_that_is_named()
    {
        var message = FieldOnGrid.Message("O16", FieldOnGrid.Values(FieldOnGrid.Named("O16"), FieldOnGrid.Lopsided));
        await FieldOnGrid.One("{grid: 5/5, cache-path: kept, interpolation: nn}", message, FieldOnGrid.Context(_folder));
        var request = new WeightsRequest(Request.Source, Request.Target, InterpolationMethod.NearestNeighbour, 4);
        File.Exists(Path.Combine(_folder, "kept", $"{request.Identity}.weights")).ShouldBeTrue();
    }

    [Fact]
    public void The_cache_in_memory_forgets_what_was_longest_unused_and_makes_nothing_twice()
    {
        var cache = new MatrixCache();
        var made = new List<int>();
        SparseMatrix Get(int number, long atMost) => cache.Get(default(MessageId).With((ulong)number), atMost, number, state =>
        {
            made.Add(state);
            var builder = new MatrixBuilder();
            for (var i = 0; i < 100; i++)
                builder.Add(i, 1);
            builder.EndRow();
            return MatrixBuilder.Join(100, [builder]);
        });
        var one = Get(1, 3000).Bytes;
        one.ShouldBe(1208);
        Get(2, 3000);
        Get(1, 3000);
        Get(3, 3000);
        cache.Bytes.ShouldBe(2 * one);
        Get(1, 3000);
        Get(2, 3000);
        made.ShouldBe([1, 2, 3, 2]);
        Get(4, 10);
        cache.Bytes.ShouldBe(one);
    }

    private MatrixStore Store(out List<string> warnings, string? folder = null)
    {
        var list = new List<string>();
        warnings = list;
        return new MatrixStore(new EngineServices { Files = new PhysicalFileSystem() }, folder ?? _folder, new ListLogger(list));
    }

    private static void ShouldBeSame(SparseMatrix matrix, SparseMatrix expected)
    {
        matrix.Columns.ShouldBe(expected.Columns);
        matrix.Starts.SequenceEqual(expected.Starts).ShouldBeTrue();
        matrix.Points.SequenceEqual(expected.Points).ShouldBeTrue();
        matrix.Weights.SequenceEqual(expected.Weights).ShouldBeTrue();
    }

    private sealed class ListLogger(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Add(formatter(state, exception));
    }
}
