using System.Globalization;
using Windrow.Core.State;

namespace Windrow.Storage.Sqlite;

/// <summary>
/// Keeps a second process from a store. The lock is the operating system's, on an open file, so it ends with its process
/// however that ends; a second file tells who has it, as .NET reads nothing that is locked.
/// </summary>
internal sealed class StateLock : IDisposable
{
    public const string FileName = "lock";

    private const string OwnerSuffix = ".owner";

    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <exception cref="StateException">Another process has the store, or the directory cannot be written to.</exception>
    public static StateLock Take(string path)
    {
        FileStream file;
        try
        {
            // FileShare.None is an exclusive flock(2), which is what holds others off.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateException(
                StateTrouble.Unusable,
                Owner(path) is { } owner ? $"the state in '{Path.GetDirectoryName(path)}' is in use by process {owner}; stop that one first, or give this flow a 'settings.state' of its own" : $"the state cannot be locked: {exception.Message}",
                exception);
        }

        try
        {
            using var owner = new FileStream(path + OwnerSuffix, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            owner.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")));
        }
        catch (IOException)
        {
            // The lock holds all the same, on a full disk too; only the name is missing.
        }

        return new StateLock(file);
    }

    /// <summary>Whether somebody has the store at this moment.</summary>
    public static bool IsTaken(string path)
    {
        try
        {
            // A shared lock, so that two that look do not see each other.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>The process that has the store, or had it last; null when nobody ever had.</summary>
    public static string? Owner(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path + OwnerSuffix, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd().Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
