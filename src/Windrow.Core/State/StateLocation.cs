using System.Diagnostics.CodeAnalysis;

namespace Windrow.Core.State;

/// <summary>Where a flow keeps its state. As text it holds no secret.</summary>
/// <param name="Directory">
/// Full path of a directory on this host: of the state itself or, where that is in a database, of what belongs to the process that
/// runs the flow here, such as its control socket.
/// </param>
public sealed record StateLocation(string Directory)
{
    /// <summary>The database that it is in; null: it is in the directory.</summary>
    public DatabaseAddress? Database { get; init; }

    /// <summary>Name of the flow, for a database that several flows have.</summary>
    public string Flow { get; init; } = "";

    /// <summary>Which of the processes that work on the flow together, each with queues, positions and folds of its own; empty: the only one.</summary>
    public string Instance { get; init; } = "";

    [return: NotNullIfNotNull(nameof(directory))]
    public static implicit operator StateLocation?(string? directory) => FromString(directory);

    [return: NotNullIfNotNull(nameof(directory))]
    public static StateLocation? FromString(string? directory) => directory is null ? null : new StateLocation(directory);

    public override string ToString() => Database is null ? Directory : Instance.Length == 0 ? $"{Database}" : $"{Database} ({Instance})";
}
