using Windrow.Core.Configuration;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>Options of the <c>clowder-fetch</c> action.</summary>
public sealed class FetchOptions
{
    public static readonly OptionSet<FetchOptions> Set = new OptionSet<FetchOptions>("clowder-fetch")
        .Choice("fetch", static o => o.Fetch, static (o, v) => o.Fetch = v, "What is fetched: 'resource', the file that the job is about, or all files of its dataset; 'file', the file that the event is of; 'description', what the server tells of it, and no file; 'nothing'.", [("resource", FetchedPart.Resource), ("file", FetchedPart.File), ("description", FetchedPart.Description), ("nothing", FetchedPart.Nothing)])
        .Integer("jobs", static o => o.Jobs, static (o, v) => o.Jobs = v, "Jobs that are here at the same time, worked on or fetched ahead; the others stay with the broker, for other hosts to take.", min: 1, max: 10_000)
        .Text("directory", static o => o.Directory, static (o, v) => o.Directory = v, "Where files are fetched to; each job has a directory of its own in there, which is removed when the job is done, and after 30 days when it came to nothing.", example: "/scratch/clowder")
        .Map("mounted-paths", static o => o.MountedPaths, static (o, v) => o.MountedPaths = v, "Directories of the server that are mounted here, and as what: files in them are not fetched.", example: "{/home/clowder/sites: /sites}")
        .Check(static (o, report) =>
        {
            if (o.Directory.Length == 0)
                report.Error("directory", "it is empty", "leave it out, or name a directory");
            foreach (var (remote, _) in o.MountedPaths)
            {
                if (!remote.StartsWith('/'))
                    report.Error("mounted-paths", $"'{remote}' is no full path of the server", "let it begin with '/'");
            }
        });

    public FetchedPart Fetch { get; set; }

    public int Jobs { get; set; } = 2;

    public string Directory { get; set; } = "clowder-jobs";

    public IReadOnlyDictionary<string, string> MountedPaths { get; set; } = new Dictionary<string, string>();
}
