using Windrow.Fields.Grib.Grids;
using Windrow.Fields.Grids;
using Windrow.Fields.Tests.RenumberHealpix;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Tests.Grids;

public class GridTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(320)]
    [InlineData(1280)]
    [InlineData(2000)]
    public void Gaussian_latitudes_are_those_of_ecCodes(int n)
    {
        using var handle = GribHandle.FromSample($"reduced_gg_pl_{n}_grib2");
        var known = new double[handle.GetSize("distinctLatitudes")];
        handle.GetDoubles("distinctLatitudes", known);
        var latitudes = GaussianLatitudes.Of(n);
        known.Length.ShouldBe(latitudes.Length);
        for (var i = 0; i < latitudes.Length; i++)
            latitudes[i].ShouldBe(known[i], 1e-11); // near the poles its last digits are not good: see below
    }

    // By Newton's method in forty decimal digits.
    [Theory]
    [InlineData(1280, 0, 89.94618771566276811461969)]
    [InlineData(2000, 0, 89.96555771664481107981170)]
    [InlineData(320, 5, 88.38345731224795950289380)]
    public void Gaussian_latitudes_are_good_to_the_last_digits(int n, int row, double latitude)
    {
        GaussianLatitudes.Of(n)[row].ShouldBe(latitude, 1e-13);
        GaussianLatitudes.Of(n)[(2 * n) - 1 - row].ShouldBe(-latitude, 1e-13);
    }

    [Theory]
    [InlineData("F32", 8192)]
    [InlineData("N32", 6114)]
    [InlineData("N320", 542080)]
    [InlineData("O32", 5248)]
    [InlineData("O1280", 6599680)]
    [InlineData("H8", 768)]
    [InlineData("H8_nested", 768)]
    [InlineData("H5_ring", 300)]
    [InlineData("1.0/1.0", 65160)]
    [InlineData("0.25/0.25", 1038240)]
    [InlineData("L36x19", 684)]
    public void A_name_makes_a_grid_of_so_many_points(string name, int points)
    {
        GridNames.TryFind(name, null, out var grid, out var defect).ShouldBeTrue(defect);
        grid!.Points.ShouldBe(points);
        var (latitudes, longitudes) = Locations(grid);
        latitudes.ShouldAllBe(latitude => Math.Abs(latitude) <= 90);
        latitudes.Average().ShouldBe(0, 1e-9);
        longitudes.ShouldAllBe(longitude => longitude >= 0 && longitude < 360);
    }

    [Theory]
    [InlineData("O0", "no grid that is known")]
    [InlineData("N17", "no sample")]
    [InlineData("H6_nested", "power of two")]
    [InlineData("H6_spiral", "no HEALPix grid")]
    [InlineData("0/1", "no pair of steps")]
    [InlineData("Q5", "no grid that is known")]
    [InlineData("", "no grid that is known")]
    public void A_name_without_a_grid_is_refused(string name, string reason)
    {
        GridNames.TryFind(name, null, out _, out var defect).ShouldBeFalse();
        defect!.ShouldContain(reason);
    }

    [Fact]
    public void An_area_takes_the_multiples_of_the_steps_that_lie_in_it()
    {
        GridNames.TryFind("2.5/2", new LatLonArea(45, -31, 30.5, 46), out var grid, out _).ShouldBeTrue();
        var (latitudes, longitudes) = Locations(grid!);
        (latitudes.Max(), latitudes.Min()).ShouldBe((44, 32));
        (longitudes[0], longitudes[30]).ShouldBe((330, 405));
        grid!.Points.ShouldBe(7 * 31);
        GridNames.TryFind("1/1", new LatLonArea(90, 0, -90, 360), out var globe, out _).ShouldBeTrue();
        globe!.Points.ShouldBe(360 * 181);
        GridNames.TryFind("1/1", new LatLonArea(0.7, 0, 0.2, 360), out _, out var defect).ShouldBeFalse();
        defect!.ShouldContain("no point");
        GridNames.TryFind("O32", new LatLonArea(45, 0, 30, 40), out _, out defect).ShouldBeFalse();
        defect!.ShouldContain("cannot be cut out");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    public void Healpix_points_lie_where_the_paper_says(int nside)
    {
        foreach (var isNested in (bool[])[false, true])
        {
            if (isNested && nside == 5)
                continue;
            var (latitudes, longitudes) = Locations(HealpixGrids.Of(nside, isNested));
            for (var i = 0; i < latitudes.Length; i++)
            {
                var (z, longitude) = isNested ? HealpixPlaces.OfNested(nside, i) : HealpixPlaces.OfRing(nside, i);
                Math.Sin(double.DegreesToRadians(latitudes[i])).ShouldBe(z, 1e-12);
                Math.Cos(longitude - double.DegreesToRadians(longitudes[i])).ShouldBe(1, 1e-12);
            }
        }
    }

    [Theory]
    [InlineData("O16")]
    [InlineData("N32")]
    [InlineData("F16")]
    [InlineData("H4_nested")]
    [InlineData("10/7")]
    public void The_nearest_point_is_the_nearest_of_all(string name)
    {
        GridNames.TryFind(name, null, out var grid, out _).ShouldBeTrue();
        var (latitudes, longitudes) = Locations(grid!);
        var random = new Random(7);
        for (var trial = 0; trial < 3000; trial++)
        {
            // Uniform on the sphere, some at the very poles.
            var latitude = trial % 100 == 0 ? 90 * ((trial / 100 % 2 * 2) - 1) : double.RadiansToDegrees(Math.Asin((2 * random.NextDouble()) - 1));
            var longitude = (random.NextDouble() * 1080) - 360;
            var best = Enumerable.Range(0, latitudes.Length).Min(i => Distance(latitude, longitude, latitudes[i], longitudes[i]));
            foreach (var found in (int[])[grid!.Nearest.Find(latitude, longitude), grid.Tree.Find(latitude, longitude)])
                Distance(latitude, longitude, latitudes[found], longitudes[found]).ShouldBe(best, 1e-7, $"{name} {latitude} {longitude}");
        }
    }

    [Fact]
    public void The_tree_finds_as_many_neighbours_as_are_wanted_in_the_order_of_their_distance()
    {
        var random = new Random(3);
        var latitudes = Enumerable.Range(0, 5000).Select(_ => double.RadiansToDegrees(Math.Asin((2 * random.NextDouble()) - 1))).ToArray();
        var longitudes = Enumerable.Range(0, 5000).Select(_ => random.NextDouble() * 360).ToArray();
        var tree = new PointTree(latitudes, longitudes);
        for (var trial = 0; trial < 200; trial++)
        {
            var (latitude, longitude) = ((random.NextDouble() * 180) - 90, random.NextDouble() * 360);
            var (points, chords) = (new int[7], new double[7]);
            tree.Find(latitude, longitude, points, chords).ShouldBe(7);
            points.ShouldBe(Enumerable.Range(0, 5000).OrderBy(i => Distance(latitude, longitude, latitudes[i], longitudes[i])).Take(7));
        }
    }

    [Theory]
    [InlineData("O32", 2)]
    [InlineData("O32", 1)]
    [InlineData("N48", 2)]
    [InlineData("N48", 1)]
    [InlineData("F48", 2)]
    [InlineData("F48", 1)]
    [InlineData("1.5/1.5", 2)]
    [InlineData("1.5/1.5", 1)]
    [InlineData("L90x45", 2)]
    public void A_grid_in_a_message_is_read_as_it_was_written(string name, int edition)
    {
        GridNames.TryFind(name, null, out var grid, out _).ShouldBeTrue();
        var sample = Grib.GribCorpus.Make($"regular_ll_pl_grib{edition}", ("level", 500));
        GribSections.TryParse(sample, out var sections, out _).ShouldBeTrue();
        var header = Fields.Grib.GribHeader.Of(sample, sections);
        GribSections.TryParse(header, out sections, out _).ShouldBeTrue();
        var moved = GribGridSplice.Replace(header, sections, GribGridSection.Of(grid!, edition), grid!.Points);
        GribStructure.TryCheck(moved, out sections, out var defect).ShouldBeTrue(defect?.ToString());
        using var handle = GribHandle.Wrap(moved);
        (handle.GetLong("numberOfDataPoints"), handle.GetLong("level"), handle.GetSize("values")).ShouldBe((grid.Points, 500, grid.Points));
        var read = GribGridReader.Read(moved, sections);
        read.Points.ShouldBe(grid.Points);
        var (latitudes, longitudes) = Locations(grid);
        var (readLatitudes, readLongitudes) = Locations(read);
        var tolerance = edition == 2 ? 1e-6 : 1e-3;
        for (var i = 0; i < grid.Points; i++)
            (Math.Abs(readLatitudes[i] - latitudes[i]) < tolerance && Math.Abs(readLongitudes[i] - longitudes[i]) < tolerance).ShouldBeTrue($"point {i}");

        // And as ecCodes itself sees it.
        var known = new double[handle.GetSize("latitudes")];
        handle.GetDoubles("latitudes", known);
        known.Length.ShouldBe(grid.Points);
        known.Zip(latitudes, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(10 * tolerance); // it adds up rounded steps
        handle.GetDoubles("longitudes", known);
        known.Zip(longitudes, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(10 * tolerance);
    }

    [Fact]
    public void Healpix_in_an_ecCodes_that_does_not_know_it_is_refused_with_its_version()
    {
        if (EcCodesLibrary.Version >= 23000)
            Assert.Skip("This ecCodes knows HEALPix.");
        Should.Throw<Core.Errors.FailureException>(() => GribGridSection.Of(HealpixGrids.Of(8, false), 2)).Failure.ToString().ShouldContain("the installed ecCodes 2.");
    }

    [Fact]
    public void A_real_HEALPix_message_tells_its_grid()
    {
        var file = Grib.GribCorpus.SharedFiles.FirstOrDefault(static path => path.EndsWith("healpix_H8.grib2", StringComparison.Ordinal));
        if (file is null)
            Assert.Skip("There is no healpix_H8.grib2 in the shared data.");
        var message = Grib.GribCorpus.MessagesIn(File.ReadAllBytes(file))[0];
        GribSections.TryParse(message, out var sections, out _).ShouldBeTrue();
        GribGridReader.Read(message, sections).Identity.ShouldBe(HealpixGrids.Of(8, false).Identity);
    }

    internal static (double[] Latitudes, double[] Longitudes) Locations(Grid grid)
    {
        var (latitudes, longitudes) = (new double[grid.Points], new double[grid.Points]);
        grid.CopyLocations(latitudes, longitudes);
        return (latitudes, longitudes);
    }

    private static double Distance(double latitude, double longitude, double toLatitude, double toLongitude)
    {
        var (a, b) = (Math.Sin(double.DegreesToRadians(toLatitude - latitude) / 2), Math.Sin(double.DegreesToRadians(toLongitude - longitude) / 2));
        return 2 * Math.Asin(Math.Min(1, Math.Sqrt((a * a) + (Math.Cos(double.DegreesToRadians(latitude)) * Math.Cos(double.DegreesToRadians(toLatitude)) * b * b))));
    }
}
