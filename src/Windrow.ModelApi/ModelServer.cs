using System.Runtime.InteropServices;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Fields.Transport.Mpi;
using Windrow.ModelApi.Failures;
using Windrow.Native.Libc;

namespace Windrow.ModelApi;

/// <summary>Runs the section <c>server</c> of a plan file in a rank of the model, until all clients have closed.</summary>
internal static class ModelServer
{
    /// <exception cref="ModelException">The plan file is wrong, or the server could not finish.</exception>
    public static void Run(ModelConfiguration configuration)
    {
        // Threads of plans are started by this one, and inherit what stops it.
        using var traps = FloatingPointTraps.HoldOff();
        var services = ModelPlans.Services(configuration);
        var flow = ModelPlans.Server(configuration, services) with { StateDirectory = null };
        var shared = ModelPlans.Shared(configuration);
        using var host = new FlowHost(flow, services, once: true, shared: shared);
        host.Start();
        Task.WhenAny(host.SourcesEnded(), host.Broken).GetAwaiter().GetResult();
        if (configuration.ServerCommunicator != 0 && shared.Get<MpiModel>().ServerCommunicator is { } communicator)
            Marshal.WriteInt32(configuration.ServerCommunicator, communicator);
        using var stop = new CancellationTokenSource();
        if (host.Broken.IsCompleted)
            stop.Cancel();
        var finished = host.DrainAsync(stop.Token).GetAwaiter().GetResult();
        if (host.AbortReason is { } reason)
            throw new ModelException(reason);
        if (!finished || host.LostSource)
            throw new ModelException("the server could not finish what it has taken", "see what it has logged");
        if (services.DeadLetters.Count > 0)
            throw new ModelException(Dead(services.DeadLetters));
    }

    private static string Dead(IDeadLetters letters)
    {
        var first = letters.List()[0];
        var more = letters.Count > 1 ? $" (and {letters.Count - 1} more)" : "";
        return $"plan '{first.Plan}', {first.Action}: {first.Kind} {first.Metadata}: {first.Failure}{more}";
    }
}
