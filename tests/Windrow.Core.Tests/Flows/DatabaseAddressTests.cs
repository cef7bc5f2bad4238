using Windrow.Core.Configuration;
using Windrow.Core.State;

namespace Windrow.Core.Tests.Flows;

public class DatabaseAddressTests
{
    [Theory]
    [InlineData("postgres://u@db.example.org:5433/weather?sslmode=require", "db.example.org", 5433, "u", "weather")]
    [InlineData("postgresql://db/weather", "db", null, null, "weather")]
    [InlineData("postgres://[::1]:5433/a%20b", "::1", 5433, null, "a b")]
    [InlineData("postgres:///weather?host=/run/postgresql&port=5433", "/run/postgresql", 5433, null, "weather")]
    [InlineData("postgres://o%40site@db/weather", "db", null, "o@site", "weather")]
    public void Address_is_taken_apart_and_written_as_it_was(string text, string? host, int? port, string? user, string database)
    {
        var address = DatabaseAddress.Parse(text, null, out var problem);
        problem.ShouldBeNull();
        (address!.Host, address.Port, address.User, address.Database, address.Password).ShouldBe((host, port, user, database, null));
        var again = DatabaseAddress.Parse($"{address}", null, out _)!;
        (again.Host, again.Port, again.User, again.Database).ShouldBe((host, port, user, database));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("@/:%?#&")]
    [InlineData("%41 ü ${secret:x}")]
    public void Password_of_a_secret_is_what_it_is(string password)
    {
        const string Text = "postgres://u:${secret:db}@h/d?schema=s";
        var address = DatabaseAddress.Parse(Text, new Secret(Text.Replace("${secret:db}", password, StringComparison.Ordinal), Text), out var problem);
        problem.ShouldBeNull();
        address!.Password!.Reveal().ShouldBe(password);
        $"{address} {address.Password}".ShouldBe("postgres://u@h/d?schema=s ${secret:db}");
    }

    [Fact]
    public void Address_that_is_all_secret_shows_all_but_the_password()
    {
        var address = DatabaseAddress.Parse("${secret:url}", new Secret("postgres://u:p%40ss@h/d", "${secret:url}"), out _)!;
        address.Password!.Reveal().ShouldBe("p@ss");
        $"{address} {address.Password}".ShouldBe("postgres://u@h/d ${secret}");
    }

    [Fact]
    public void Secret_elsewhere_is_refused_without_being_shown()
    {
        const string Text = "postgres://${secret:user}@h/d";
        DatabaseAddress.Parse(Text, new Secret("postgres://geheim@h/d", Text), out var problem).ShouldBeNull();
        problem.ShouldStartWith("a secret in it is the password, or all of it");
    }
}
