using Windrow.Fields.Domains;
using static Windrow.Fields.Tests.Model.ModelMessages;

namespace Windrow.Fields.Tests.Domains;

public class DomainMapsTests
{
    [Fact]
    public void An_unstructured_domain_is_complete_when_its_clients_own_all_points()
    {
        var maps = new DomainMaps();
        maps.Take(Unstructured(0, "T grid", 6, 4, 5, 0)).ShouldBeNull();
        maps.TryGet("T grid", out var domain).ShouldBeTrue();
        domain!.IsComplete.ShouldBeFalse();
        domain.Progress.ShouldBe("3 of 6 points are declared, by 1 clients");
        maps.Take(Unstructured(1, "T grid", 6, 1, 2, 3)).ShouldBeNull();
        domain.IsComplete.ShouldBeTrue();
        Scattered(domain, 0, [1, 2, 3]).ShouldBe([3, 0, 0, 0, 1, 2]);
        Scattered(domain, 1, [1, 2, 3]).ShouldBe([0, 1, 2, 3, 0, 0]);
    }

    [Fact]
    public void A_structured_domain_takes_the_rectangle_without_its_halo()
    {
        // A global grid of 4 × 3; the client has columns 1 to 3 of rows 0 to 2, and a halo of one point all around.
        var maps = new DomainMaps();
        maps.Take(Domain(0, "T grid", "structured", 12, 4, 3, 1, 2, 0, 2, 2, -1, 4, -1, 4)).ShouldBeNull();
        maps.TryGet("T grid", out var domain).ShouldBeTrue();
        double[] part = [.. Enumerable.Range(0, 16).Select(static i => (double)i)];
        Scattered(domain!, 0, part).ShouldBe([0, 5, 6, 0, 0, 9, 10, 0, 0, 0, 0, 0]);
        domain!.IsComplete.ShouldBeFalse();
    }

    [Fact]
    public void Rows_of_full_width_are_one_run()
    {
        var maps = new DomainMaps();
        maps.Take(Domain(0, "T grid", "structured", null, 4, 3, 0, 4, 1, 2, 2, 0, 4, 0, 2)).ShouldBeNull();
        maps.TryGet("T grid", out var domain).ShouldBeTrue();
        domain!.TryGet(Client(0), out var client).ShouldBeTrue();
        client!.Map.Runs.ShouldBe(1);
        client.Map.RunAt(0).ShouldBe(new PointRun(0, 4, 8));
    }

    [Fact]
    public void A_domain_whose_land_is_left_out_is_complete_with_its_partial_size()
    {
        var maps = new DomainMaps();
        maps.Take(Domain(0, "T grid", "structured", null, 4, 2, 0, 2, 0, 2, 2, 0, 2, 0, 2, 4)).ShouldBeNull();
        maps.TryGet("T grid", out var domain).ShouldBeTrue();
        domain!.IsComplete.ShouldBeTrue();
        domain.Gaps().ShouldBe([new PointRun(0, 2, 2), new PointRun(0, 6, 2)]);
    }

    [Fact]
    public void The_same_map_again_is_ignored_and_another_is_refused_with_both_sizes()
    {
        var maps = new DomainMaps();
        maps.Take(Unstructured(0, "T grid", 4, 0, 1)).ShouldBeNull();
        maps.Take(Unstructured(0, "T grid", 4, 0, 1)).ShouldBeNull();
        maps.Take(Unstructured(0, "T grid", 4, 0, 1, 3))!.Reason.ShouldBe("the client 'clients/0' declares the domain 'T grid' a second time, with 3 points where it had 2");
        maps.TryGet("T grid", out var domain).ShouldBeTrue();
        domain!.Count.ShouldBe(1);
    }

    [Fact]
    public void Points_of_two_clients_are_reported_with_both()
    {
        var maps = new DomainMaps();
        maps.Take(Unstructured(0, "T grid", 4, 0, 1, 2)).ShouldBeNull();
        maps.Take(Unstructured(1, "T grid", 4, 2, 3)).ShouldBeNull();
        maps.TryGet("T grid", out var domain).ShouldBeTrue();
        domain!.Overlap!.ToString().ShouldBe("1 points belong to more than one client: point 2 to 'clients/0' and 'clients/1'");
        domain.IsComplete.ShouldBeTrue();
    }

    [Theory]
    [InlineData("unstructured", 4L, new[] { 0, 4 }, "local point 1 is global point 4 of 4")]
    [InlineData("unstructured", 4L, new[] { -1 }, "local point 0 is global point -1 of 4")]
    [InlineData("unstructured", null, new[] { 0 }, "does not say how many points")]
    [InlineData("unstructured", 0L, new[] { 0 }, "'misc-globalSize' is 0")]
    [InlineData("unstructured", 99999999999L, new[] { 0 }, "'misc-globalSize' is 99999999999")]
    [InlineData("spectral", 4L, new[] { 0 }, "the representation 'spectral' is not known")]
    [InlineData("structured", null, new[] { 4, 3 }, "a structured domain has 2 numbers")]
    [InlineData("structured", null, new[] { 2000000000, 2000000000, 0, 1, 0, 1, 2, 0, 1, 0, 1 }, "the global grid is 2000000000 × 2000000000")]
    [InlineData("structured", null, new[] { 4, 3, 3, 2, 0, 1, 2, 0, 2, 0, 1 }, "columns 3 to 5 and rows 0 to 1 do not lie in the global grid of 4 × 3")]
    [InlineData("structured", null, new[] { 4, 3, 0, 2, 0, 1, 2, 0, -2, 0, 1 }, "a part has -2 × 1 points")]
    [InlineData("structured", 6L, new[] { 4, 3, 0, 2, 0, 1, 2, 0, 2, 0, 1 }, "'misc-globalSize' is 6, and the global grid has 4 × 3 = 12 points")]
    [InlineData("structured", null, new[] { 4, 3, 0, 2, 0, 1, 2, 0, 2, 0, 1, 13 }, "partial_size is 13 of 12 points")]
    public void A_map_that_cannot_be_is_refused(string representation, long? size, int[] numbers, string reason)
    {
        var maps = new DomainMaps();
        maps.Take(Domain(0, "T grid", representation, size, numbers))!.Reason.ShouldContain(reason);
        maps.TryGet("T grid", out _).ShouldBeFalse();
    }

    [Fact]
    public void Domains_of_claimed_sizes_are_bounded_in_memory()
    {
        var maps = new DomainMaps();
        var refused = Enumerable.Range(0, 40).Select(i => maps.Take(Unstructured(0, $"d{i}", 500_000_000, 1))).First(static failure => failure is not null);
        refused!.Reason.ShouldContain("is one too many");
    }

    [Fact]
    public void Many_clients_at_once_are_all_known_and_completeness_is_told_once_they_are()
    {
        const int Clients = 400;
        var (maps, completed) = (new DomainMaps(), 0);
        maps.Changed += domain =>
        {
            if (domain.IsComplete && domain.Count == Clients && domain.Senders == Clients)
                Interlocked.Increment(ref completed);
        };
        Parallel.For(0, Clients, client => maps.Take(Unstructured(client, "T", Clients * 3, client, Clients + client, (2 * Clients) + client)).ShouldBeNull());
        maps.TryGet("T", out var domain).ShouldBeTrue();
        domain!.IsComplete.ShouldBeTrue();
        domain.Overlap.ShouldBeNull();
        domain.Gaps().ShouldBeEmpty();
        completed.ShouldBeGreaterThan(0);
        Enumerable.Range(0, Clients).Select(number => domain[number].Name).Distinct().Count().ShouldBe(Clients);
    }

    [Fact]
    public void Scattered_and_gathered_again_every_map_gives_the_same_values()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var size = random.Next(1, 200);
            int[] index = [.. Enumerable.Range(0, size).OrderBy(_ => random.Next(3) == 0 ? random.Next(size) : 0).Take(random.Next(1, size + 1))];
            var maps = new DomainMaps();
            maps.Take(Unstructured(0, "d", size, index)).ShouldBeNull();
            maps.TryGet("d", out var domain).ShouldBeTrue();
            domain!.TryGet(Client(0), out var client).ShouldBeTrue();
            double[] part = [.. index.Select(static i => i + 0.5)];
            var (global, back) = (new double[size], new double[part.Length]);
            client!.Map.Scatter<double>(part, global);
            foreach (var point in index)
                global[point].ShouldBe(point + 0.5);
            client.Map.Gather<double>(global, back);
            back.ShouldBe(part);
        }
    }

    private static double[] Scattered(Domain domain, int client, double[] part)
    {
        domain.TryGet(Client(client), out var found).ShouldBeTrue();
        var global = new double[domain.GlobalPoints];
        found!.Map.LocalPoints.ShouldBe(part.Length);
        found.Map.Scatter<double>(part, global);
        return global;
    }
}
