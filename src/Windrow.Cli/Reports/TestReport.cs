using System.Globalization;
using System.Text.Json;
using Windrow.FlowTesting;

namespace Windrow.Cli.Reports;

/// <summary>Tells how the tests of flows ended: for people while they run, at the end for machines.</summary>
/// <param name="output">Where to tell people; null: nowhere.</param>
/// <param name="showsLogs">Of tests that passed, too.</param>
internal sealed class TestReport(TextWriter? output, bool showsLogs)
{
    private readonly List<TestedFile> _files = [];

    public IReadOnlyList<TestedFile> Files => _files;

    public void Begin(string path, int tests)
    {
        _files.Add(new TestedFile(path, []));
        if (tests == 0)
            Console.Error.WriteLine($"windrow: {path} has no tests; write them under 'tests:'");
    }

    public void Add(TestResult result)
    {
        _files[^1].Results.Add(result);
        if (output is null)
            return;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(result.HasPassed ? "passed" : "FAILED")}  {_files[^1].Path}: {result.Name} ({result.Elapsed.TotalMilliseconds:0} ms)"));
        foreach (var failure in result.Failures)
            output.WriteLine($"  {failure.Location}: {failure.Text.Replace("\n", "\n  ", StringComparison.Ordinal)}");
        foreach (var golden in result.Written)
            output.WriteLine($"  wrote {golden}");
        if ((!result.HasPassed || showsLogs) && result.Log.Count > 0)
        {
            output.WriteLine("  the flow logged:");
            foreach (var line in result.Log)
                output.WriteLine($"    {line}");
        }

        if (result.Sandbox is { } sandbox)
            output.WriteLine($"  it ran in {sandbox}");
    }

    /// <summary>Tells the sum.</summary>
    /// <param name="wasAsked">Tests were asked for by name, so that there have to be some.</param>
    /// <returns>An exit code.</returns>
    public int End(bool wasAsked)
    {
        var results = _files.SelectMany(static file => file.Results).ToList();
        var failed = results.Count(static result => !result.HasPassed);
        output?.WriteLine($"{results.Count - failed} passed, {failed} failed");
        if (results.Count == 0 && wasAsked)
        {
            Console.Error.WriteLine("windrow: no test has such a name");
            return ExitCode.Findings;
        }

        return failed > 0 ? ExitCode.Findings : ExitCode.Ok;
    }

    public void WriteJson(Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartArray();
        foreach (var file in _files)
        {
            foreach (var result in file.Results)
                WriteJson(writer, file, result);
        }

        writer.WriteEndArray();
    }

    private static void WriteJson(Utf8JsonWriter writer, TestedFile file, TestResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("file", file.Path);
        writer.WriteString("name", result.Name);
        writer.WriteBoolean("passed", result.HasPassed);
        writer.WriteNumber("milliseconds", Math.Round(result.Elapsed.TotalMilliseconds, 1));
        writer.WriteStartArray("failures");
        foreach (var failure in result.Failures)
        {
            writer.WriteStartObject();
            writer.WriteString("file", failure.Location.File);
            writer.WriteNumber("line", failure.Location.Line);
            writer.WriteNumber("column", failure.Location.Column);
            writer.WriteString("text", failure.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        foreach (var (name, texts) in new[] { ("written", result.Written), ("log", result.Log) })
        {
            writer.WriteStartArray(name);
            foreach (var text in texts)
                writer.WriteStringValue(text);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
