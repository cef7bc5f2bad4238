using System.CommandLine;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps render WORKDIR</c></summary>
internal static class MapsRenderCommand
{
    public static Command Create()
    {
        var options = new MapsOptions();
        var workdir = new Argument<string>("workdir") { Description = "Folder with a 'pantry' that was filled." };
        var command = new Command("render", "Draw all maps that a pantry has the inputs for.") { workdir };
        options.AddReading(command);
        options.AddDrawing(command);
        command.SetAction(parsed => Drawing.Run(options.Of(parsed), parsed.GetValue(workdir)!, parsed.GetValue(options.Output)!, parsed.GetValue(options.Workers), CommandServices.Create()));
        return command;
    }
}
