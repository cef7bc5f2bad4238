using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Set;

/// <summary>Sets, composes, copies and removes metadata.</summary>
internal sealed class SetAction(SetOptions options) : PlanAction
{
    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        var builder = message.Metadata.Change();
        foreach (var (key, value) in options.Values)
            builder.Set(key, value);
        try
        {
            foreach (var (key, pattern) in options.Compose)
                builder.Set(key, pattern.Compose(message.Metadata));
        }
        catch (PatternException exception)
        {
            output.Fail(message, Failure.Permanent(exception.Message, "set the missing value before, or select messages that have it"));
            return;
        }

        if (options.Copy is not null)
        {
            foreach (var (to, from) in options.Copy)
            {
                if (message.Metadata.TryGet(from, out var value))
                    builder.Set(to, value);
            }
        }

        foreach (var key in options.Remove)
            builder.Remove(key);
        message.Metadata = builder.Build();
        output.Emit(message);
    }
}
