using System.CommandLine;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps process</c>: dispatch and render, one behind the other.</summary>
internal static class MapsProcessCommand
{
    public static Command Create()
    {
        var options = new MapsOptions();
        var workdir = new Option<string?>("--workdir") { Description = "Folder to work in; by default one that is removed in the end." };
        var input = new Argument<string>("input") { Description = "A file or folder of GRIB or of arkimet, or '-' for standard input.", DefaultValueFactory = static _ => "-" };
        var command = new Command("process", "Draw all maps that a stream of GRIB messages has the inputs for.") { input, workdir };
        options.AddReading(command);
        options.AddDrawing(command);
        command.SetAction(async (parsed, stop) =>
        {
            await Task.Yield(); // the library hears of signals only when this has returned a first time
            if (MapsOutput.Of(parsed.GetValue(options.Output)) is not { } output)
                return ExitCode.Usage;
            var services = CommandServices.Create(MapsVerbosity.OfEngine(parsed));
            var report = new MapsReport(services, MapsVerbosity.OfReport(parsed));
#pragma warning disable RS0030 // The one place where a directory of our own is made and removed with all that is in it.
            var own = parsed.GetValue(workdir) is null ? Directory.CreateTempSubdirectory("windrow-maps-").FullName : null;
            try
            {
                var work = own ?? parsed.GetValue(workdir)!;
                var (dispatched, settings) = await Dispatching.Run(options.Of(parsed, services.Files), work, parsed.GetValue(input)!, report, services, stop).ConfigureAwait(false);
                if (dispatched is not (ExitCode.Ok or ExitCode.Partial))
                    return dispatched;
                var drawn = await new Drawing(settings, work, output, parsed.GetValue(options.Workers), report, services).Run(stop).ConfigureAwait(false);
                return drawn == ExitCode.Ok ? dispatched : drawn;
            }
            finally
            {
                if (own is not null)
                    Directory.Delete(own, recursive: true);
#pragma warning restore RS0030
            }
        });
        return command;
    }
}
