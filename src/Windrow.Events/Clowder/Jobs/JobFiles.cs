using Windrow.Core;
using Windrow.Core.IO;
using Windrow.Core.Messages;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>Where the files of jobs lie on this host. Safe for several threads.</summary>
/// <param name="root">Below it each job has a directory, named by its id.</param>
internal sealed class JobFiles(string root, FetchOptions options, EngineServices services)
{
    private readonly IFileSystem _files = services.Files;

    public string DirectoryOf(MessageId job) => Path.Combine(root, job.ToString());

    /// <summary>Gets a file of a server, or finds it where it is mounted.</summary>
    /// <param name="told">What the server tells of it; none: it was not asked.</param>
    /// <param name="starts">Called before it is fetched.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="IOException">There is no room for it, or the like.</exception>
    public string Get(Job job, string id, string name, Metadata? told, Action starts)
    {
        if (told is not null && told.TryGetString("filepath", out var remote) && Mounted(remote) is { } there)
            return there;
        var directory = DirectoryOf(job.Id);
        var path = Path.Combine(directory, NameOf(name, id));

        // Files of several folders of a dataset may have the same name.
        if (_files.Find(path) is { } other && !IsWhole(other, told))
            path = Path.Combine(directory, NameOf(id, "file"), NameOf(name, id));
        if (_files.Find(path) is { } found && IsWhole(found, told))
            return path;
        starts();
        _files.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = path + ".part";
        using (var file = _files.OpenWrite(part))
            job.Desk.Servers!.Client.Download(job.Server, $"files/{Uri.EscapeDataString(id)}", file.Write);
        _files.Move(part, path);
        return path;
    }

    public long LengthOf(string path) => _files.Find(path)?.Length ?? 0;

    public void Remove(MessageId job) => Remove(DirectoryOf(job));

    /// <summary>Removes directories of jobs that nobody asks for any more.</summary>
    public void Sweep()
    {
        if (_files.Find(root) is null)
            return;
        foreach (var name in _files.Directories(root))
        {
            var path = Path.Combine(root, name);
            if (MessageId.TryParse(name, out _) && _files.Find(path) is { } entry && services.Time.GetUtcNow().UtcDateTime - entry.Modified > StoredJobs.Kept)
                Remove(path);
        }
    }

    // An earlier try, or a run that was killed, may have got it.
    private static bool IsWhole(FileEntry file, Metadata? told)
    {
        if (told is null || !told.TryGet("size", out var size))
            return false;
        return size.TryGetInt64(out var bytes) || (size.TryGetString(out var text) && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out bytes)) ? file.Length == bytes : false;
    }

    private string? Mounted(string remote)
    {
        foreach (var (from, to) in options.MountedPaths)
        {
            var below = from.EndsWith('/') ? from : from + "/";
            if (!remote.StartsWith(below, StringComparison.Ordinal))
                continue;
            var here = Path.GetFullPath(Path.Combine(to, remote[below.Length..]));
            return here.StartsWith(Path.GetFullPath(to).TrimEnd('/') + "/", StringComparison.Ordinal) && _files.Find(here) is { IsDirectory: false } ? here : null;
        }

        return null;
    }

    // What a server calls a file is no path here.
    private static string NameOf(string name, string otherwise)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Replace('\0', '_');
        return last is "" or "." or ".." ? otherwise : last;
    }

    private static void Remove(string path)
    {
        try
        {
            new DirectoryInfo(path).Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was fetched.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else's files; it is tried again when the flow begins anew.
        }
    }
}
