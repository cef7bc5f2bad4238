using System.CommandLine;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps render WORKDIR</c></summary>
internal static class MapsRenderCommand
{
    public static Command Create()
    {
        var options = new MapsOptions();
        var workdir = new Argument<string>("workdir") { Description = "Folder with a 'pantry' that was filled." };
        var simulate = new Option<bool>("--simulate") { Description = "List the maps that would be drawn; inputs are computed for that." };
        var command = new Command("render", "Draw all maps that a pantry has the inputs for.") { workdir, simulate };
        options.AddReading(command);
        options.AddDrawing(command);
        command.SetAction(async (parsed, stop) =>
        {
            await Task.Yield(); // the library hears of signals only when this has returned a first time
            var services = CommandServices.Create(MapsVerbosity.OfEngine(parsed));
            var report = new MapsReport(services, MapsVerbosity.OfReport(parsed));
            var settings = options.Of(parsed, services.Files);
            if (parsed.GetValue(simulate))
                return Simulation.Run(settings, parsed.GetValue(workdir)!, report, services);
            if (MapsOutput.Of(parsed.GetValue(options.Output)) is not { } output)
                return ExitCode.Usage;
            return await new Drawing(settings, parsed.GetValue(workdir)!, output, parsed.GetValue(options.Workers), report, services).Run(stop).ConfigureAwait(false);
        });
        return command;
    }
}
