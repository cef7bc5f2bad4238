using System.CommandLine;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps …</c></summary>
internal static class MapsCommand
{
    public static Command Create() => new("maps", "Maps from GRIB by arkimaps' recipes.")
    {
        MapsProcessCommand.Create(),
        MapsDispatchCommand.Create(),
        MapsRenderCommand.Create(),
        MapsWatchCommand.Create(),
        MapsPreviewCommand.Create(),
        MapsExplainCommand.Create(),
        MapsLintCommand.Create(),
        MapsRecipesCommand.Create(),
        MapsInputsCommand.Create(),
        MapsArkiQueryCommand.Create(),
        MapsDumpRecipesCommand.Create(),
        MapsDocumentRecipesCommand.Create(),
        MapsDrawCommand.Create(),
        MapsWorkerCommand.Create(),
        MapsVerbosity.Verbose,
        MapsVerbosity.Debug,
        MapsVerbosity.Quiet,
        new VersionOption(),
    };
}
