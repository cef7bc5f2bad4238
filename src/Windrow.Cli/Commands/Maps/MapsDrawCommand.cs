using System.CommandLine;
using System.Text.Json;
using Windrow.Core.IO;
using Windrow.Maps.Rendering;
using Windrow.Maps.Rendering.Drawing;
using Windrow.Maps.Rendering.Json;
using Windrow.Native.Libc;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps draw ORDER.json</c>: one order in this process, to find out why it failed.</summary>
internal static class MapsDrawCommand
{
    public static Command Create()
    {
        var order = new Argument<string>("order") { Description = "The order, as a failed rendering left it (JSON)." };
        var output = new Option<string?>("--output", "-o") { Description = "The PNG file to write in place of the order's own." };
        var command = new Command("draw", "Draw one stored order in this process.") { order, output };
        command.Hidden = true; // failures name it
        command.SetAction(parsed => Draw(parsed.GetValue(order)!, parsed.GetValue(output)));
        return command;
    }

    private static int Draw(string path, string? output)
    {
        var services = CommandServices.Create();
        var home = MagicsHome.Find(services.Environment, services.Files);
        MapOrder order;
        try
        {
            order = Read(services.Files, path);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"windrow: {path}: {exception.Message}");
            return ExitCode.Configuration;
        }

        if (home.Problem is not null)
        {
            Console.Error.WriteLine($"windrow: {home.Problem}");
            return ExitCode.Configuration;
        }

        foreach (var (name, value) in home.Variables)
            ProcessEnvironment.Set(name, value);
        // Tiles are the business of who made the order; here the picture is wanted.
        var result = new OrderDrawer(services).Draw(output is null ? order : order with { Output = output, Tiles = null });
        foreach (var warning in result.Warnings)
            Console.Error.WriteLine($"windrow: warning: {warning}");
        if (result.Failure is { } failure)
        {
            Console.Error.WriteLine($"windrow: {order.Name}: {failure}");
            return ExitCode.RunTime;
        }

        foreach (var file in result.Outputs)
            Console.Out.WriteLine(file);
        return ExitCode.Ok;
    }

    private static MapOrder Read(IFileSystem files, string path)
    {
        using var stream = files.OpenRead(path);
        using var octets = new MemoryStream();
        stream.CopyTo(octets);
        return MapOrderJson.Read(octets.GetBuffer().AsSpan(0, (int)octets.Length));
    }
}
