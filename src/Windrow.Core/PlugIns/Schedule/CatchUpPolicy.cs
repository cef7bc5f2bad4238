namespace Windrow.Core.PlugIns.Schedule;

/// <summary>What a schedule does about times that came while nobody was there.</summary>
public enum CatchUpPolicy : byte
{
    /// <summary>They are left out.</summary>
    None,

    /// <summary>The latest of them comes, those before it are left out.</summary>
    Latest,

    /// <summary>Each of them comes, in order.</summary>
    All,
}
