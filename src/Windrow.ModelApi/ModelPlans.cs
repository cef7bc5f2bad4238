using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Fields;
using Windrow.Fields.PlanFiles;
using Windrow.Fields.Transport.Mpi;
using Windrow.ModelApi.Failures;

namespace Windrow.ModelApi;

/// <summary>Reads the plan file of a configuration, for a client or a server.</summary>
internal static class ModelPlans
{
    private const string ServerSection = "server";
    private const string DirectoryVariable = "MULTIO_SERVER_CONFIG_PATH";

    /// <summary>Reports what is wrong with the plan file, before anything is made of it.</summary>
    /// <exception cref="ModelException">It cannot be read; the text has every error with its place.</exception>
    public static void Check(ModelConfiguration configuration)
    {
        var diagnostics = new DiagnosticBag();
        if (PlanFile.FindForClient(configuration.File, Services(configuration), diagnostics) is null)
            throw Errors(diagnostics);
    }

    /// <inheritdoc cref="Check"/>
    public static FlowDefinition Client(ModelConfiguration configuration, EngineServices services) =>
        Read(services, diagnostics => PlanFile.FindForClient(configuration.File, services, diagnostics)?.Flow(PlanFile.ClientSection, PlugIns()));

    /// <inheritdoc cref="Check"/>
    public static FlowDefinition Server(ModelConfiguration configuration, EngineServices services) =>
        Read(services, diagnostics => PlanFile.FindForServer(configuration.File, services, diagnostics)?.Flow(ServerSection, PlugIns()));

    /// <summary>What the model says about MPI, where the transport looks for it.</summary>
    public static FlowShared Shared(ModelConfiguration configuration)
    {
        var shared = new FlowShared();
        var mpi = shared.Get<MpiModel>();
        mpi.Parent = configuration.ParentCommunicator;
        mpi.MayUseWorld = configuration.AllowsWorld;
        return shared;
    }

    public static EngineServices Services(ModelConfiguration configuration)
    {
        var services = ModelServices.Create();
        if (configuration.Directory is not { } directory)
            return services;
        var environment = services.Environment;
        return services with { Environment = name => name == DirectoryVariable ? directory : environment(name) };
    }

    private static PlugInCatalog PlugIns() => new PlugInCatalog().AddCore().AddFields();

    private static FlowDefinition Read(EngineServices services, Func<DiagnosticBag, FlowDefinition?> read)
    {
        var diagnostics = new DiagnosticBag();
        if (read(diagnostics) is not { } flow)
            throw Errors(diagnostics);
        var log = services.Logs.CreateLogger("windrow.model");
        foreach (var finding in diagnostics.Sorted)
            ModelLog.Finding(log, finding);
        return flow;
    }

    private static ModelException Errors(DiagnosticBag diagnostics) =>
        new(string.Join('\n', diagnostics.Sorted.Where(static finding => finding.Severity == Severity.Error)));
}
