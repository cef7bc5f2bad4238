using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Fields.PlanFiles;

namespace Windrow.Cli.Commands.Fields;

/// <summary>Which server section of a plan file is meant when none is named.</summary>
internal static class ServerSection
{
    private const string Usual = "server";

    /// <summary>The only one; else multio's own name. What is wrong with the file is told by whoever reads it in earnest.</summary>
    public static string Default(string path, EngineServices services) =>
        PlanFile.Read(path, services, new DiagnosticBag())?.Servers is [var only] ? only : Usual;
}
