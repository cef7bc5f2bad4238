namespace Windrow.Events.Clowder.Jobs;

/// <summary>What is fetched before the work on a job begins.</summary>
public enum FetchedPart
{
    /// <summary>What the job is about: its file, or all files of its dataset.</summary>
    Resource,

    /// <summary>The file that the event is of, also where it is one of a dataset.</summary>
    File,

    /// <summary>What the server tells of it, and no file.</summary>
    Description,

    /// <summary>Nothing; the server is not asked.</summary>
    Nothing,
}
