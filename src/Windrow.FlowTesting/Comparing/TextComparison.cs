using System.Globalization;
using Windrow.Core.IO;
using Windrow.Core.PlugIns;

namespace Windrow.FlowTesting.Comparing;

/// <summary>Compares two files of text, line by line. Paths of the sandbox are taken for those that they stand for.</summary>
internal static class TextComparison
{
    private const int Shown = 200;

    /// <returns>Null: the lines are the same.</returns>
    public static FileDifference? Of(string there, string here, Sandbox sandbox, IFileSystem files)
    {
        var (flow, real) = (sandbox.FlowDirectory + "/", sandbox.Unmap(sandbox.FlowDirectory).TrimEnd('/') + "/");
        var elsewhere = sandbox.Root + "/elsewhere/";
        using var left = new StreamReader(files.OpenRead(there));
        using var right = new StreamReader(files.OpenRead(here));
        for (var number = 1; ; number++)
        {
            var (expected, came) = (left.ReadLine(), right.ReadLine()?.Replace(flow, real, StringComparison.Ordinal).Replace(elsewhere, "/", StringComparison.Ordinal));
            if (expected is null && came is null)
                return null;
            if (expected == came)
                continue;
            var text = string.Create(CultureInfo.InvariantCulture, $"line {number} is another one\n  there: {Line(expected)}\n  here:  {Line(came)}");
            return new FileDifference(text, IsAllowed: false, null);
        }
    }

    private static string Line(string? line) => line is null ? "(the end)" : line.Length > Shown ? line[..Shown] + "…" : line;
}
