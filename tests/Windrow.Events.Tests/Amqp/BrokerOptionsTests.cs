using Windrow.Core.Configuration;
using Windrow.Events.Amqp.Source;

namespace Windrow.Events.Tests.Amqp;

/// <summary>What is told of the address of a broker, which may hold a password.</summary>
public sealed class BrokerOptionsTests
{
    [Theory]
    [InlineData("amqp://user:open-sesame@host/", true)]
    [InlineData("amqp://guest:open-sesame@host/", true)]
    [InlineData("amqp://guest:guest@host/", false)]
    [InlineData("amqp://host/", false)]
    [InlineData("amqp://user:${secret:unknown}@host/", false)]
    public void Password_in_the_file_is_warned_of_unless_everybody_knows_it(string uri, bool isWarned)
    {
        var diagnostics = new DiagnosticBag();
        AmqpSourceOptions.Set.Bind((MappingNode)ConfigReader.Read($"uri: '{uri}'\nqueue: q", "flow.yaml", diagnostics)!, diagnostics);
        diagnostics.ToString().Contains("flow.yaml:1:6: warning WR2009: a password stands in the file", StringComparison.Ordinal).ShouldBe(isWarned);
        diagnostics.ToString().ShouldNotContain("sesame");
    }
}
