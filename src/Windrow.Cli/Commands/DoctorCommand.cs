using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Windrow.Maps.Rendering.Drawing;
using Windrow.Native.NativeLibraries;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow doctor</c></summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("doctor", "Tell which native libraries are there, and what to install for those that are not.") { json };
        command.SetAction(parsed =>
        {
            var all = NativeLibraryProbe.ProbeAll();
            var services = CommandServices.Create();
            var home = MagicsHome.Find(services.Environment, services.Files);
            if (parsed.GetValue(json))
                PrintJson(all, home);
            else
                Print(all, home);
            return all.Any(static status => status.Library == NativeLibraryTable.EcCodes && !status.Found) ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }

    private static void Print(IReadOnlyList<NativeLibraryStatus> all, MagicsHome home)
    {
        Console.Out.WriteLine($"windrow {typeof(DoctorCommand).Assembly.GetName().Version?.ToString(3)}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
        foreach (var status in all)
        {
            Console.Out.WriteLine(status.Found
                ? $"  found    {status.Library.Name,-12} {status.Version ?? "version unknown",-16} {status.Path}"
                : $"  missing  {status.Library.Name,-12} {status.Library.Purpose}: {status.Advice}");
            if (status.Found && status.Library == NativeLibraryTable.Magics)
                Console.Out.WriteLine(home.Problem is null ? $"  data     {"coastlines",-29} {home.Data} ({(home.IsFromEnvironment ? "as MAGPLUS_HOME says" : "set for workers")})" : $"  problem  {home.Problem}");
        }
    }

    private static void PrintJson(IReadOnlyList<NativeLibraryStatus> all, MagicsHome home)
    {
        using var stream = Console.OpenStandardOutput();
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var status in all)
        {
            writer.WriteStartObject();
            writer.WriteString("library", status.Library.Name);
            writer.WriteBoolean("found", status.Found);
            writer.WriteString("version", status.Version);
            writer.WriteString("path", status.Path);
            writer.WriteString("package", status.Library.Package);
            writer.WriteString("purpose", status.Library.Purpose);
            if (status.Library == NativeLibraryTable.Magics)
            {
                writer.WriteString("data", home.Data);
                writer.WriteString("problem", home.Problem);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
