using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;
using Windrow.Core.Stages;
using Windrow.Core.Stages.Remote;

namespace Windrow.Events.Amqp.Stages;

/// <summary>The kind of queue <c>amqp</c>: stages whose messages are on a RabbitMQ broker.</summary>
internal sealed class AmqpQueues : IQueueProvider
{
    public QueueKind Kind => QueueKind.Amqp;

    public OptionSet Options => AmqpStageOptions.Set;

    public Func<RemoteQueueContext, RemoteQueue>? Bind(MappingNode broker, StageOptions stage, PlugInContext context)
    {
        var errors = context.Diagnostics.ErrorCount;
        var options = AmqpStageOptions.Set.Bind(broker, context.Diagnostics);
        if (options.Name.Length == 0)
            options.Name = $"{context.Flow}.{context.Where.Replace('/', '.')}";
        return context.Diagnostics.ErrorCount > errors ? null : queue => new AmqpStage(options, queue, context);
    }
}
