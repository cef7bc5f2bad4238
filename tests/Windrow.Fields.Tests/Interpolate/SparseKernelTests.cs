using Windrow.Core.Payloads;
using Windrow.Fields.Interpolate.Product;
using Windrow.Fields.Interpolate.Weights;
using Windrow.Fields.Values;

namespace Windrow.Fields.Tests.Interpolate;

public class SparseKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_product_is_that_of_the_dense_matrix_in_every_precision(int seed)
    {
        var random = new Random(seed);
        var (matrix, dense) = Make(random, 300, 200);
        var x = Enumerable.Range(0, 200).Select(_ => (double)(float)(random.NextDouble() * 100)).ToArray();
        foreach (var from in (Precision[])[Precision.Double, Precision.Single])
        {
            foreach (var to in (Precision[])[Precision.Double, Precision.Single])
            {
                var (result, _) = Multiply(matrix, x, from, null, to, -1, MissingRule.LessThanHalf);
                for (var row = 0; row < 300; row++)
                {
                    var expected = matrix.Starts[row] == matrix.Starts[row + 1] ? -1 : Enumerable.Range(0, 200).Sum(column => dense[row, column] * x[column]);
                    result[row].ShouldBe(expected, Math.Max(1, Math.Abs(expected)) * (to == Precision.Double ? 1e-12 : 1e-6));
                }
            }
        }
    }

    [Theory]
    [InlineData(false, -7.0)]
    [InlineData(true, -7.0)]
    [InlineData(false, double.NaN)]
    [InlineData(true, double.NaN)]
    public void Missing_points_are_left_out_by_the_rule(bool byHeaviest, double missing)
    {
        var rule = byHeaviest ? MissingRule.Heaviest : MissingRule.LessThanHalf;
        var random = new Random(5);
        var (matrix, dense) = Make(random, 400, 150);
        var x = Enumerable.Range(0, 150).Select(_ => random.Next(3) == 0 ? missing : random.NextDouble()).ToArray();
        foreach (var from in (Precision[])[Precision.Double, Precision.Single])
        {
            var (result, misses) = Multiply(matrix, x, from, missing, Precision.Double, -99, rule);
            for (var row = 0; row < 400; row++)
            {
                var entries = Enumerable.Range(0, 150).Where(column => dense[row, column] != 0).Select(column => (Weight: dense[row, column], Value: x[column])).ToList();
                var there = entries.Where(entry => !entry.Value.Equals(missing)).ToList();
                var all = entries.Sum(static entry => entry.Weight);
                var isMissing = entries.Count == 0 || (rule == MissingRule.Heaviest ? entries.MaxBy(static entry => entry.Weight).Value.Equals(missing) : there.Sum(static entry => entry.Weight) < all / 2);
                result[row].ShouldBe(isMissing ? -99 : there.Sum(static entry => entry.Weight * entry.Value) * all / there.Sum(static entry => entry.Weight), 1e-6, $"row {row}");
            }

            misses.ShouldBe(result.Contains(-99));
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_result()
    {
        var random = new Random(9);
        var builder = new MatrixBuilder();
        for (var row = 0; row < 60_000; row++)
        {
            var start = random.Next(90_000);
            for (var i = 0; i < 12; i++)
                builder.Add(start + (i * (row % 3 == 0 ? 1 : 7)), random.NextDouble());
            builder.EndRow();
        }

        var matrix = MatrixBuilder.Join(100_000, [builder]);
        var x = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();
        var (alone, _) = Multiply(matrix, x, Precision.Double, null, Precision.Double, 0, MissingRule.LessThanHalf);

        // Helpers at once, on threads of the pool, and too late: when the product is done already.
        var late = new List<IThreadPoolWorkItem>();
        foreach (var dispatch in (Action<IThreadPoolWorkItem>[])[static work => work.Execute(), static work => ThreadPool.UnsafeQueueUserWorkItem(work, false), late.Add])
            Multiply(matrix, x, Precision.Double, null, Precision.Double, 0, MissingRule.LessThanHalf, dispatch).Result.ShouldBe(alone);
        foreach (var work in late)
            work.Execute();
    }

    [Fact]
    public void A_row_takes_its_entries_in_any_order_and_adds_up_those_of_one_point()
    {
        var builder = new MatrixBuilder();
        foreach (var (point, weight) in ((int, double)[])[(5, 1), (2, 2), (9, 3), (2, 4), (7, 0), (5, 5)])
            builder.Add(point, weight);
        builder.EndRow();
        builder.EndRow();
        var matrix = MatrixBuilder.Join(10, [builder]);
        matrix.Points.ToArray().ShouldBe([2, 5, 9]);
        matrix.Weights.ToArray().ShouldBe([6, 6, 3]);
        matrix.HasEmptyRows.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => MatrixBuilder.Join(9, [builder])).Message.ShouldContain("source point 9 of 9");
    }

    /// <summary>Rows of runs of neighbours, scattered points and none; and the same as a dense matrix.</summary>
    private static (SparseMatrix Matrix, double[,] Dense) Make(Random random, int rows, int columns)
    {
        var (builder, dense) = (new MatrixBuilder(), new double[rows, columns]);
        for (var row = 0; row < rows; row++)
        {
            var count = random.Next(40);
            var start = random.Next(columns - 40);
            for (var i = 0; i < count; i++)
            {
                var (column, weight) = (row % 2 == 0 ? start + i : random.Next(columns), random.NextDouble() + 0.01);
                builder.Add(column, weight);
                dense[row, column] += weight;
            }

            builder.EndRow();
        }

        return (MatrixBuilder.Join(columns, [builder]), dense);
    }

    private static (double[] Result, bool Misses) Multiply(SparseMatrix matrix, double[] x, Precision from, double? missing, Precision to, double mark, MissingRule rule, Action<IThreadPoolWorkItem>? dispatch = null)
    {
        using var values = new FieldValues(from == Precision.Double ? FieldPayload.Copy(x) : FieldPayload.Copy(Array.ConvertAll(x, static value => (float)value)), missing);
        var result = FieldPayload.Rent(to, matrix.Rows);
        var misses = FieldProduct.Multiply(matrix, values, result, mark, rule, dispatch);
        double[] numbers = to == Precision.Double ? result.Doubles.ToArray() : [.. result.Singles.ToArray().Select(static value => (double)value)];
        result.Release();
        return (numbers, misses);
    }
}
