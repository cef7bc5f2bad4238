using System.Globalization;
using Windrow.Core.State;

namespace Windrow.Storage.Sqlite;

/// <summary>
/// Keeps a second process from a store. The lock is the operating system's, on an open file, so it ends with its process
/// however that ends; the file tells who has it.
/// </summary>
internal sealed class StateLock : IDisposable
{
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

        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")));
        file.Flush();
        return new StateLock(file);
    }

    /// <summary>The process that has the store, or had it last; null when nobody ever had.</summary>
    public static string? Owner(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd().Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
