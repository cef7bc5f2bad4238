using System.CommandLine;
using System.Diagnostics;
using Windrow.Core;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps preview WORKDIR PRODUCT[+STEP]</c></summary>
internal static class MapsPreviewCommand
{
    private const string Viewer = "xdg-open";

    public static Command Create()
    {
        var options = new MapsOptions();
        var workdir = new Argument<string>("workdir") { Description = "Folder with a 'pantry' that was filled." };
        var product = new Argument<string>("product") { Description = "The recipe, and a step if only that is wanted: t2m+12." };
        var date = new Option<string?>("--date", "-d") { Description = "The reference time, as 'date --date' takes it: 2026-11-20T00:00:00Z, 'yesterday 12:00'; by default every one. It is UTC unless it says otherwise." };
        var command = new Command("preview", "Draw one product into WORKDIR/preview and show it.") { workdir, product, date };
        options.AddReading(command);
        command.Add(options.Styles);
        command.Add(options.Workers);
        command.SetAction(async (parsed, stop) =>
        {
            await Task.Yield(); // the library hears of signals only when this has returned a first time
            var services = CommandServices.Create(MapsVerbosity.OfEngine(parsed));
            var settings = options.Of(parsed, services.Files);
            var work = parsed.GetValue(workdir)!;
            if (Wanted(parsed.GetValue(product)!, parsed.GetValue(date), settings, out var wanted) is { } problem)
            {
                await Console.Error.WriteLineAsync($"windrow: {problem}").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var drawing = new Drawing(settings, work, new MapsOutput(Path.Combine(Path.GetFullPath(work), "preview")), parsed.GetValue(options.Workers), new MapsReport(services, MapsVerbosity.OfReport(parsed)), services)
            {
                IsWanted = wanted!.Takes,
            };
            var drawn = await drawing.Run(stop).ConfigureAwait(false);
            if (drawing.Drawn == 0)
                await Console.Error.WriteLineAsync($"windrow: there is no such map; 'windrow maps explain {work} {wanted!.Recipe}' tells why").ConfigureAwait(false);
            else
                Show(drawing.Drawn == 1 ? drawing.LastPicture! : Path.Combine(Path.GetFullPath(work), "preview", "index.html"), services);
            return drawing.Drawn == 0 && drawn == ExitCode.Ok ? ExitCode.Findings : drawn;
        });
        return command;
    }

    private static string? Wanted(string product, string? date, MapsSettings settings, out PreviewedProduct? wanted)
    {
        wanted = null;
        if (settings.Flavours.Length != 1)
            return $"a preview is of one flavour, and --flavours has {settings.Flavours.Length}";
        var reference = date is null ? null : ReferenceTimeText.Parse(date);
        if (date is not null && reference is null)
            return $"'{date}' is no reference time; write it like 2026-11-20T00:00:00Z or 'yesterday 12:00'";
        var plus = product.LastIndexOf('+');
        var step = plus < 0 ? null : product[(plus + 1)..];
        wanted = new PreviewedProduct(plus < 0 ? product : product[..plus], settings.Flavours[0], step, reference);
        return null;
    }

    // Where there is nothing that shows pictures, their paths were printed.
    private static void Show(string file, EngineServices services)
    {
        var folders = services.Environment("PATH")?.Split(':') ?? [];
        if (folders.Select(static folder => Path.Combine(folder, Viewer)).FirstOrDefault(path => services.Files.Find(path) is not null) is { } viewer)
            Process.Start(viewer, [file]).Dispose();
    }
}
