using System.CommandLine;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps dispatch WORKDIR [FILE]</c></summary>
internal static class MapsDispatchCommand
{
    public static Command Create()
    {
        var options = new MapsOptions();
        var workdir = new Argument<string>("workdir") { Description = "Folder whose 'pantry' is filled." };
        var input = new Argument<string>("input") { Description = "A file or folder of GRIB or of arkimet, or '-' for standard input.", DefaultValueFactory = static _ => "-" };
        var command = new Command("dispatch", "Keep the messages that recipes need in a pantry.") { workdir, input };
        options.AddReading(command);
        command.SetAction(async (parsed, stop) =>
        {
            await Task.Yield(); // the library hears of signals only when this has returned a first time
            var services = CommandServices.Create(MapsVerbosity.OfEngine(parsed));
            var report = new MapsReport(services, MapsVerbosity.OfReport(parsed));
            return (await Dispatching.Run(options.Of(parsed, services.Files), parsed.GetValue(workdir)!, parsed.GetValue(input)!, report, services, stop).ConfigureAwait(false)).ExitCode;
        });
        return command;
    }
}
