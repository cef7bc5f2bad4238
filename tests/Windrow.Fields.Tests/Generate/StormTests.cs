using Windrow.Fields.Generate;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Generate;

/// <summary>The storm obeys what is known of lows; the grid is the North Atlantic and Europe in degrees, rows from 75 to 25 north.</summary>
public class StormTests
{
    private const int Nx = 91;
    private const int Ny = 51;
    private const string Area = "weather: storm\nnx: 91\nny: 51\nnorth: 75\nsouth: 25\nwest: -45\neast: 45\nstart: 2026-11-20T00:00:00Z\n";

    [Fact]
    public async Task Low_moves_east_and_deepens()
    {
        var fields = await Generate("params: [msl]\nsteps: 0/to/24/by/12");
        var centres = fields.Select(static field => Array.IndexOf(field, field.Min())).ToList();
        (centres[1] % Nx).ShouldBeGreaterThan(centres[0] % Nx);
        (centres[2] % Nx).ShouldBeGreaterThan(centres[1] % Nx);
        fields[2].Min().ShouldBeLessThan(fields[0].Min() - 500);
    }

    [Theory]
    [InlineData("north: 75\nsouth: 25\nwest: -45\neast: 45", 1)]
    [InlineData("north: -25\nsouth: -75\nwest: -85\neast: 5", -1)]
    public async Task Wind_blows_around_the_low_and_into_it_near_the_ground(string area, int sense)
    {
        var fields = (await FieldFlow.Run(Source($"weather: storm\nnx: {Nx}\nny: {Ny}\nsteps: \"18\"\nparams: [msl, 10u, 10v]\n{area}"))).Products.Select(FieldFlow.Values).ToList();
        var centre = Array.IndexOf(fields[0], fields[0].Min());
        var (around, into) = (0.0, 0.0);
        for (var degrees = 0; degrees < 360; degrees += 15)
        {
            // Six degrees of latitude from the centre; a degree of longitude is about 0.6 of one there.
            var (sine, cosine) = Math.SinCos(double.DegreesToRadians(degrees));
            var point = (((centre / Nx) - (int)Math.Round(6 * sine)) * Nx) + (centre % Nx) + (int)Math.Round(10 * cosine);
            around += (fields[2][point] * cosine) - (fields[1][point] * sine);
            into -= (fields[1][point] * cosine) + (fields[2][point] * sine);
        }

        (around * sense / 24).ShouldBeGreaterThan(6);
        (into / 24).ShouldBeInRange(1, 8);
    }

    [Fact]
    public async Task Wind_aloft_is_geostrophic_where_the_flow_is_straight()
    {
        var fields = await Generate("params: [z, u]\nlevels: [500]\nsteps: \"12\"");
        var compared = 0;
        for (var row = 30; row < 40; row++)
        {
            // From 25 to 40 east no low is near.
            for (var column = 70; column < 85; column++)
            {
                var latitude = double.DegreesToRadians(75 - row);
                var slope = (fields[0][((row - 1) * Nx) + column] - fields[0][((row + 1) * Nx) + column]) / (2 * double.DegreesToRadians(1) * 6_371_000);
                var expected = -slope / (2 * 7.292e-5 * Math.Sin(latitude));
                fields[1][(row * Nx) + column].ShouldBe(expected, 0.5 + (0.03 * Math.Abs(expected)));
                compared++;
            }
        }

        compared.ShouldBe(150);
    }

    [Fact]
    public async Task Air_is_warm_ahead_of_the_cold_front_and_cold_and_dry_behind_it()
    {
        var fields = await Generate("params: [msl, 2t, t, r, tp]\nlevels: [700]\nsteps: \"18\"");
        var centre = Array.IndexOf(fields[0], fields[0].Min());
        var south = ((centre / Nx) + 6) * Nx;
        var (behind, ahead) = (south + (centre % Nx) - 12, south + (centre % Nx) + 3);
        (fields[1][ahead] - fields[1][behind]).ShouldBeInRange(4, 16);
        (fields[2][ahead] - fields[2][behind]).ShouldBeInRange(3, 16);
        (fields[3][ahead] - fields[3][behind]).ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Amounts_never_fall_and_snow_is_the_cold_part_of_them()
    {
        var fields = await Generate("params: [tp, sf, 2t]\nsteps: 0/to/12/by/6");
        fields[0].ShouldAllBe(static value => value == 0);
        for (var i = 3; i < 9; i++)
        {
            if (i % 3 < 2)
                fields[i].Zip(fields[i - 3]).ShouldAllBe(static pair => pair.First >= pair.Second);
        }

        fields[6].Max().ShouldBeInRange(15, 120);
        fields[7].Zip(fields[6]).ShouldAllBe(static pair => pair.First <= pair.Second);
        fields[7].Max().ShouldBeGreaterThan(0.5);
        fields[7].Zip(fields[8]).Where(static point => point.First > 5).ShouldAllBe(static point => point.Second < 279);
    }

    [Fact]
    public async Task What_a_step_is_does_not_depend_on_the_steps_before_it()
    {
        var all = await Generate("params: [2t, tp]\nsteps: 0/to/12/by/1");
        var one = await Generate("params: [2t, tp]\nsteps: \"12\"");
        one[0].ShouldBe(all[^2]);
        one[1].ShouldBe(all[^1]);
    }

    [Fact]
    public async Task Day_over_land_is_warmer_than_night_and_sea_does_not_care()
    {
        var fields = await Generate("params: [2t]\nsteps: 2, 14");
        var (inland, atSea) = (((75 - 50) * Nx) + 45 + 40, ((75 - 35) * Nx) + 5);
        (fields[1][inland] - fields[0][inland]).ShouldBeInRange(1.5, 8);
        Math.Abs(fields[1][atSea] - fields[0][atSea]).ShouldBeLessThan(0.5);
    }

    [Theory]
    [InlineData("2t", 220, 320)]
    [InlineData("msl", 94_000, 105_000)]
    [InlineData("tcc", 0, 1)]
    [InlineData("10u", -40, 40)]
    [InlineData("u", -70, 90)]
    [InlineData("q", 0, 0.025)]
    [InlineData("r", 4, 100)]
    [InlineData("2d", 210, 305)]
    public async Task Values_are_plausible_all_around_the_globe(string param, double least, double most)
    {
        var run = await FieldFlow.Run(Source($"weather: storm\nnx: 90\nny: 91\nsteps: 6, 36\nparams: [{param}]"));
        run.Products.Count.ShouldBe(param is "u" or "q" or "r" ? 4 : 2);
        foreach (var values in run.Products.Select(FieldFlow.Values))
        {
            values.Min().ShouldBeGreaterThanOrEqualTo(least);
            values.Max().ShouldBeLessThanOrEqualTo(most);
            values.ShouldAllBe(static value => double.IsFinite(value));
        }
    }

    private static async Task<List<double[]>> Generate(string yaml) => [.. (await FieldFlow.Run(Source(Area + yaml))).Products.Select(FieldFlow.Values)];

    private static GenerateSource Source(string yaml) => new(FieldFlow.Bind(GenerateOptions.Set, yaml));
}
