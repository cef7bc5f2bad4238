using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;

namespace Windrow.Core.Stages.Remote;

/// <summary>Makes the queues of a kind that is kept elsewhere than in this process or its state. An assembly registers it in the catalog.</summary>
public interface IQueueProvider
{
    QueueKind Kind { get; }

    /// <summary>What <c>stage.broker</c> may say.</summary>
    OptionSet Options { get; }

    /// <summary>Reads what a stage says of its broker.</summary>
    /// <param name="broker">The value of <c>stage.broker</c>.</param>
    /// <returns>Makes the queue; null: something is wrong, and the diagnostics of the context say what.</returns>
    Func<RemoteQueueContext, RemoteQueue>? Bind(MappingNode broker, StageOptions stage, PlugInContext context);
}
