namespace Windrow.Events.Clowder.Jobs;

/// <summary>Which generation a job's server is of.</summary>
public enum JobServerVersion
{
    /// <summary>As the job's message looks.</summary>
    Auto,

    /// <inheritdoc cref="ClowderVersion.V1"/>
    V1,

    /// <inheritdoc cref="ClowderVersion.V2"/>
    V2,
}
