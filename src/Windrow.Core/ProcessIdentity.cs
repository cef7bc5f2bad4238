namespace Windrow.Core;

/// <summary>A process among those of all hosts, as runs and leases name it.</summary>
/// <param name="Host">Name of the machine.</param>
/// <param name="Id">The number that its operating system gave it.</param>
public readonly record struct ProcessIdentity(string Host, int Id)
{
    /// <summary>The process that asks.</summary>
    public static ProcessIdentity This { get; } = new(Environment.MachineName, Environment.ProcessId);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"process {Id} on {Host}");
}
