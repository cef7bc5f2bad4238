using System.Globalization;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.IO;

namespace Windrow.Fields.Statistics.Restart;

/// <summary>
/// Where restart files are: <c>PATH/PREFIX/yyyymmdd-hhmmss/</c>, and beside it the link <c>latest</c>. Every process writes one file of its own,
/// which appears when it is whole and durable; so processes need not wait for each other, and one that is killed leaves nothing behind that could be read.
/// </summary>
internal sealed class RestartFolder(EngineServices services, string root)
{
    public const string Extension = ".windrow-statistics";
    public const string Latest = "latest";
    public const string TimeFormat = "yyyyMMdd-HHmmss";

    private static readonly string[] MultioNames = ["periodUpdater", "operationWindow", "operations"];

    public string PathOf(string time) => Path.Combine(root, time);

    /// <summary>Whether a text names the time of a restart, yyyymmdd-hhmmss.</summary>
    public static bool IsTime(string text) => DateTime.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Writes a file under a temporary name, makes it durable, gives it its name, and points <c>latest</c> to its folder.</summary>
    /// <param name="name">Says what is in the file, so that the same written twice is one file.</param>
    public void Write(string time, string name, Action<IWritableFile> write)
    {
        var files = services.Files;
        var folder = PathOf(time);
        files.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{name}.{services.Random.NextInt64():x16}");
        try
        {
            using (var file = files.OpenWrite(temporary))
            {
                write(file);
                file.Sync();
            }

            files.Move(temporary, Path.Combine(folder, name + Extension));
        }
        catch
        {
            Remove(temporary);
            throw;
        }

        files.SyncDirectory(folder);
        files.ReplaceLink(Path.Combine(root, Latest), time);
        files.SyncDirectory(root);
    }

    /// <summary>
    /// The restart that a run goes on from whose first field is of a time: the one that was written last, unless it is of that time or later.
    /// Then another process of this very run has written it already, and the one before the field is meant.
    /// </summary>
    public string LatestBefore(DateTime first)
    {
        var before = first.ToString(TimeFormat, CultureInfo.InvariantCulture);
        if (services.Files.Find(Path.Combine(root, Latest)) is not { LinkTarget: { } written } || !IsTime(written) || IsBefore(written, before))
            return Latest;
        return services.Files.Directories(root).LastOrDefault(name => IsTime(name) && IsBefore(name, before)) ?? Latest;
    }

    /// <summary>The files of a restart; none: then <paramref name="failure"/> says why.</summary>
    public List<string> Find(string time, out Failure? failure)
    {
        failure = null;
        var folder = PathOf(time);
        if (services.Files.Find(folder) is not { IsDirectory: true })
        {
            failure = Failure.Permanent($"there is no restart '{folder}'", "'restart-path', 'restart-prefix' and 'restart-time' have to be those under which it was written; without one write 'read-restart: false'");
            return [];
        }

        var files = services.Files.List(folder).Where(static file => !file.IsDirectory && file.Path.EndsWith(Extension, StringComparison.Ordinal) && !Path.GetFileName(file.Path).StartsWith('.')).Select(static file => file.Path).ToList();
        if (files.Count == 0)
        {
            failure = IsOfMultio(folder)
                ? Failure.Permanent($"the restart '{folder}' was written by multio itself, whose files are not read", "begin where a window begins, or let multio finish the windows that are open")
                : Failure.Permanent($"there is no restart file (*{Extension}) in '{folder}'", "the run that should have written it was ended before it did; name an earlier one under 'restart-time'");
        }

        return files;
    }

    // Names of times are in the order of the times.
    private static bool IsBefore(string one, string other) => string.CompareOrdinal(one, other) < 0;

    private bool IsOfMultio(string folder) => services.Files.List(folder, recursive: true).Any(static file => file.Path.Split(Path.DirectorySeparatorChar).Any(static part => Array.IndexOf(MultioNames, part) >= 0));

    private void Remove(string path)
    {
        try
        {
            if (services.Files.Find(path) is not null)
                services.Files.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is left has a name that nobody reads; the error that matters is the first.
        }
    }
}
