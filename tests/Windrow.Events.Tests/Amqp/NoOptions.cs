using Windrow.Core.Configuration;

namespace Windrow.Events.Tests.Amqp;

internal sealed class NoOptions
{
    public static readonly OptionSet<NoOptions> Set = new("a part of a test");
}
