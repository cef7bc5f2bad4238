using Windrow.Core.Messages;
using Windrow.Fields.Transport.Client;

namespace Windrow.Fields.Tests.Transport;

public class ServerChoiceTests
{
    private static readonly string[] Keys = ["category", "name", "level"];

    private static Metadata Field(string name, long level) => Metadata.From(("category", "ocean-3d"), ("name", name), ("level", level), ("misc-sourcePeer", "x"));

    private static int Of(Distribution distribution, Metadata field, int servers = 4, long client = 0, int clients = 8, int used = 1) =>
        new ServerChoice(Keys, distribution, servers, client, clients, used).Of(field, out _);

    // Worked out by another program from the definition.
    [Theory]
    [InlineData("thetao", 1, 7, 5)]
    [InlineData("thetao", 2, 7, 6)]
    [InlineData("so", 1, 7, 2)]
    [InlineData("température", -3, 1000, 608)]
    public void Hash_is_the_same_in_every_process_and_version(string name, long level, int servers, int expected) =>
        Of(Distribution.HashedToSingle, Field(name, level), servers).ShouldBe(expected);

    [Fact]
    public void Even_gives_the_levels_of_a_parameter_to_all_servers_alike()
    {
        foreach (var name in new[] { "thetao", "so", "uo" })
        {
            var counts = Enumerable.Range(1, 75).CountBy(level => Of(Distribution.Even, Field(name, level))).Select(static count => count.Value).ToList();
            counts.Count.ShouldBe(4);
            (counts.Max() - counts.Min()).ShouldBeLessThanOrEqualTo(1);
        }

        Of(Distribution.Even, Field("so", -5)).ShouldBeInRange(0, 3);
    }

    [Fact]
    public void Hash_spreads_fields()
    {
        var counts = Enumerable.Range(0, 4_000).CountBy(i => Of(Distribution.HashedToSingle, Field($"param-{i % 40}", i / 40))).Select(static count => count.Value).ToList();
        counts.Min().ShouldBeGreaterThan(900);
        counts.Max().ShouldBeLessThan(1_100);
    }

    [Fact]
    public void Cyclic_gives_each_group_of_clients_its_servers()
    {
        var hashed = Enumerable.Range(0, 200).Select(level => Of(Distribution.HashedCyclic, Field("so", level), client: 5)).Distinct();
        hashed.ShouldBe([2]); // two clients to a server, one server used
        Enumerable.Range(0, 200).Select(level => Of(Distribution.HashedCyclic, Field("so", level), client: 7, used: 2)).Distinct().Order().ShouldBe([0, 3]);
    }

    [Fact]
    public void Missing_key_is_named()
    {
        new ServerChoice(Keys, Distribution.Even, 4, 0, 8, 1).Of(Metadata.From(("category", "x"), ("level", 1L)), out var missing);
        missing.ShouldBe("name");
    }

    [Fact]
    public void Types_of_values_do_not_run_into_each_other()
    {
        var one = new ServerChoice(["a", "b"], Distribution.HashedToSingle, 1_000_003, 0, 1, 1);
        one.Of(Metadata.From(("a", "x1"), ("b", "2")), out _).ShouldNotBe(one.Of(Metadata.From(("a", "x"), ("b", "12")), out _));
        one.Of(Metadata.From(("a", "x"), ("b", 12L)), out _).ShouldBe(one.Of(Metadata.From(("a", "x"), ("b", "12")), out _));
    }
}
