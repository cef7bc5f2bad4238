using Windrow.Fields.Tests.Grids;

namespace Windrow.Fields.Tests.Interpolate;

/// <summary>The same GRIB message through our weights and through those of the Climate Data Operators.</summary>
public class AgainstCdoTests
{
    // 24 bits over a range of 80, and what CDO keeps of it.
    private const double Rounding = 2e-5;

    [Theory]
    [InlineData("F32", "3/3")]
    [InlineData("F32", "F20")]
    [InlineData("O32", "3/3")]
    [InlineData("N32", "4/2.5")]
    [InlineData("2/2", "F24")]
    public async Task Nearest_neighbours_are_those_of_remapnn_but_for_ties(string from, string to)
    {
        var (source, target) = (FieldOnGrid.Named(from), FieldOnGrid.Named(to));
        var message = FieldOnGrid.Grib(source, FieldOnGrid.Values(source, FieldOnGrid.Lopsided));
        var ours = await FieldOnGrid.Result($"{{grid: {to}, interpolation: nn, options: {{caching: false}}}}", FieldOnGrid.Encoded(message));
        var theirs = FieldOnGrid.Cdo("remapnn", target, message);
        theirs.Length.ShouldBe(ours.Length);
        var packed = Fields.Tests.Values.FieldFlow.Values(await FieldOnGrid.One($"{{grid: {from}, input: {from}, interpolation: nn, options: {{caching: false}}}}", FieldOnGrid.Encoded(message)));
        var (latitudes, longitudes) = GridTests.Locations(target);
        var (sourceLatitudes, sourceLongitudes) = GridTests.Locations(source);
        var ties = 0;
        for (var i = 0; i < ours.Length; i++)
        {
            if (Math.Abs(ours[i] - theirs[i]) < Rounding)
                continue;

            // Then both took a point that is nearest.
            ties++;
            var distances = Enumerable.Range(0, source.Points).Select(point => Chord(latitudes[i], longitudes[i], sourceLatitudes[point], sourceLongitudes[point])).ToArray();
            var best = distances.Min();
            Enumerable.Range(0, source.Points).Where(point => distances[point] <= best + 1e-6).Select(point => Math.Abs(packed[point] - theirs[i])).Min().ShouldBeLessThan(Rounding, $"{latitudes[i]} {longitudes[i]}");
        }

        ties.ShouldBeLessThan(ours.Length / 4);
    }

    [Theory]
    [InlineData("F32", "3/3")]
    [InlineData("F32", "F20")]
    [InlineData("2/2", "F24")]
    [InlineData("2/2", "0.9/0.7")]
    public async Task Bilinear_values_are_those_of_remapbil(string from, string to)
    {
        var (source, target) = (FieldOnGrid.Named(from), FieldOnGrid.Named(to));
        var message = FieldOnGrid.Grib(source, FieldOnGrid.Values(source, FieldOnGrid.Lopsided));
        var ours = await FieldOnGrid.Result($"{{grid: {to}, interpolation: bilinear, options: {{caching: false}}}}", FieldOnGrid.Encoded(message));
        var theirs = FieldOnGrid.Cdo("remapbil", target, message);
        theirs.Length.ShouldBe(ours.Length);
        var (latitudes, longitudes) = GridTests.Locations(target);
        for (var i = 0; i < ours.Length; i++)
        {
            // Between the last row and the pole CDO extrapolates in a way of its own.
            if (Math.Abs(latitudes[i]) <= source.Rows[0].Latitude)
                ours[i].ShouldBe(theirs[i], Rounding, $"{latitudes[i]} {longitudes[i]}");
        }
    }

    [Theory]
    [InlineData("2/2", "F24")]
    [InlineData("2/2", "3/3")]
    [InlineData("F32", "3/3")]
    [InlineData("F32", "1/1")]
    public async Task Box_averages_are_those_of_remapcon(string from, string to)
    {
        var (source, target) = (FieldOnGrid.Named(from), FieldOnGrid.Named(to));
        var message = FieldOnGrid.Grib(source, FieldOnGrid.Values(source, FieldOnGrid.Lopsided));
        var ours = await FieldOnGrid.Result($"{{grid: {to}, interpolation: grid-box-average, options: {{caching: false}}}}", FieldOnGrid.Encoded(message));
        var theirs = FieldOnGrid.Cdo("remapcon", target, message);
        theirs.Length.ShouldBe(ours.Length);

        // CDO's edges between Gaussian rows are those of the quadrature weights, ours are half way; both tile the sphere.
        var tolerance = from[0] == 'F' || to[0] == 'F' ? 0.02 : 5e-4;
        for (var i = 0; i < ours.Length; i++)
            ours[i].ShouldBe(theirs[i], tolerance, $"{i}");
    }

    [Theory]
    [InlineData("O32", "3/3")]
    [InlineData("2/2", "F24")]
    public async Task Inverse_distances_are_those_of_remapdis(string from, string to)
    {
        var (source, target) = (FieldOnGrid.Named(from), FieldOnGrid.Named(to));
        var message = FieldOnGrid.Grib(source, FieldOnGrid.Values(source, FieldOnGrid.Lopsided));
        var ours = await FieldOnGrid.Result($"{{grid: {to}, interpolation: k-nearest, nclosest: 4, options: {{caching: false}}}}", FieldOnGrid.Encoded(message));
        var theirs = FieldOnGrid.Cdo("remapdis,4", target, message);
        var apart = ours.Zip(theirs, static (a, b) => Math.Abs(a - b)).ToArray();

        // Where several points are fourth nearest, either may be taken.
        apart.Count(static difference => difference > 1e-3).ShouldBeLessThan(ours.Length / 8);
        apart.Max().ShouldBeLessThan(1);
    }

    private static double Chord(double latitude, double longitude, double toLatitude, double toLongitude)
    {
        var (a, b) = (Math.Sin(double.DegreesToRadians(toLatitude - latitude) / 2), Math.Sin(double.DegreesToRadians(toLongitude - longitude) / 2));
        return Math.Sqrt((a * a) + (Math.Cos(double.DegreesToRadians(latitude)) * Math.Cos(double.DegreesToRadians(toLatitude)) * b * b));
    }
}
