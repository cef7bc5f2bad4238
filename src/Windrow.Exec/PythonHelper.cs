namespace Windrow.Exec;

/// <summary>The file that users put beside their Python code; see <c>python/windrow.py</c>.</summary>
public static class PythonHelper
{
    public const string FileName = "windrow.py";

    /// <summary>The file of this version, UTF-8.</summary>
    public static byte[] Read() => Read(FileName);

    internal static byte[] Read(string name)
    {
        using var stream = typeof(PythonHelper).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
