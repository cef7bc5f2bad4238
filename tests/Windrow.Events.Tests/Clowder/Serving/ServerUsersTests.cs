using Windrow.Core.Configuration;
using Windrow.Events.Clowder.Serving;

namespace Windrow.Events.Tests.Clowder.Serving;

public sealed class ServerUsersTests
{
    private const string Job = "65a1b2c3d4e5f60718293a4b";

    private static readonly ServerUsers Users = Make();

    [Fact]
    public void Key_of_a_job_is_that_of_whoever_has_set_it_off_and_names_the_job()
    {
        Users.Find(Users.KeyOf("ann@example.org", Job)).ShouldBe(new ServerUser("ann@example.org", IsReadOnly: false) { Job = Job });
        Users.Find(Users.KeyOf("", Job)).ShouldBe(new ServerUser("", IsReadOnly: false) { Job = Job });
        Users.Find("of ann").ShouldBe(new ServerUser("ann@example.org", IsReadOnly: false));
    }

    [Fact]
    public void Job_of_one_who_may_only_look_or_has_no_key_any_more_has_the_key_of_the_server()
    {
        Users.KeyOf("bob@example.org", Job).ShouldBe($"own.{Job}");
        Users.KeyOf("gone@example.org", Job).ShouldBe($"own.{Job}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ow")]
    [InlineData($"wrong.{Job}")]
    [InlineData($".{Job}")]
    [InlineData($"own/{Job}")]
    [InlineData(Job)]
    [InlineData($"own.{Job}0")]
    public void What_is_no_key_is_nobodys(string key) => Users.Find(key).ShouldBeNull();

    private static ServerUsers Make() => new(new ServerOptions
    {
        Key = new Secret("own", ""),
        Users =
        [
            new ServerUserOptions { Email = "ann@example.org", Key = new Secret("of ann", "") },
            new ServerUserOptions { Email = "bob@example.org", Key = new Secret("of bob", ""), ReadOnly = true },
        ],
    });
}
