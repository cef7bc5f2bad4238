using System.Globalization;

namespace Windrow.Events.Tests.Posttroll;

/// <summary>Posttroll's own settings for a test: ports that nobody else has.</summary>
internal sealed class PosttrollEnvironment(int[] ports) : IDisposable
{
    private readonly Dictionary<string, string> _values = new()
    {
        ["POSTTROLL_NAMESERVER_PORT"] = Text(ports[0]),
        ["POSTTROLL_BROADCAST_PORT"] = Text(ports[1]),
        ["POSTTROLL_ADDRESS_PUBLISH_PORT"] = Text(ports[2]),
    };

    public string? this[string name]
    {
        set => _values[name] = value!;
    }

    public string? Get(string name) => _values.GetValueOrDefault(name);

    public void Dispose() => _values.Clear();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
