using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Windrow.Maps.Tests.Inputs;

/// <summary>
/// NumPy of the system's Python, as an oracle in double precision. A test that uses it is skipped where there is none.
/// </summary>
internal static class NumPy
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> Found = new(static () => File.Exists(Python) && Run("import numpy").Code == 0);

    /// <summary>Runs a script in which each of <paramref name="arrays"/> is known by its name; what it puts into <c>out</c>, a list of arrays, comes back.</summary>
    public static double[][] Compute(string script, IReadOnlyDictionary<string, double[]> arrays)
    {
        Assert.SkipUnless(Found.Value, "there is no NumPy (Debian: apt-get install python3-numpy)");
        var folder = Directory.CreateTempSubdirectory("windrow-numpy-");
        try
        {
            var text = new System.Text.StringBuilder("import numpy, sys\nimport numpy as np\n");
            foreach (var (name, values) in arrays)
            {
                var path = Path.Combine(folder.FullName, name);
                File.WriteAllBytes(path, MemoryMarshal.AsBytes(values.AsSpan()));
                text.Append($"{name} = np.fromfile('{path}')\n");
            }

            var result = Path.Combine(folder.FullName, "result");
            text.Append("np.seterr(all='ignore')\n").Append(script).Append($"\nwith open('{result}', 'wb') as f:\n  for a in out: f.write(np.int64(a.size).tobytes() + np.asarray(a, dtype=float).tobytes())\n");
            var (code, error) = Run(text.ToString());
            code.ShouldBe(0, error);
            return Read(File.ReadAllBytes(result));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double[][] Read(ReadOnlySpan<byte> octets)
    {
        var results = new List<double[]>();
        while (!octets.IsEmpty)
        {
            var length = 8 * (int)MemoryMarshal.Read<long>(octets);
            results.Add(MemoryMarshal.Cast<byte, double>(octets.Slice(8, length)).ToArray());
            octets = octets[(8 + length)..];
        }

        return [.. results];
    }

    private static (int Code, string Error) Run(string script)
    {
        var start = new ProcessStartInfo(Python, "-") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
