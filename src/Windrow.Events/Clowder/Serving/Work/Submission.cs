using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Work;

/// <summary>Work that somebody asks for by hand.</summary>
/// <param name="Queue">The queue it goes to, whether or not its extractor has registered.</param>
/// <param name="File">Null: the work is on the dataset.</param>
/// <param name="Version">The interface that it came by, in whose form the message is.</param>
internal sealed record Submission(string Queue, FileRecord? File, DatasetRecord? Dataset, JsonObject Parameters, ClowderVersion Version, Cause Cause);
