namespace Windrow.Exec.Scratches;

/// <summary>A folder for the temporary files of one message's program, gone when that is.</summary>
internal sealed class Scratch(string path) : IDisposable
{
    public string Path { get; } = path;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            new DirectoryInfo(Path).Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The program has removed it.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A program without rights to its own files, such as `chmod 0`: the next start tries again.
        }
    }
}
