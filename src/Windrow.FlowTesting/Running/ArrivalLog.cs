using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.FlowTesting.Running;

/// <summary>What reached which action, in order; a message that is tried several times counts once, at its last try. Safe for several threads.</summary>
internal sealed class ArrivalLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Plan, string Action, MessageId Id), (long Number, Arrival Arrival)> _arrivals = [];
    private long _number;

    public void Add(string plan, ActionDefinition action, bool isSink, Message message, DateTimeOffset at)
    {
        message.Own();
        var kept = new Message(message.Id, message.Kind, message.Metadata, message.Payload.Add(), null, message.Origin);
        lock (_lock)
        {
            Remove((plan, action.Path, message.Id));
            _arrivals.Add((plan, action.Path, message.Id), (_number++, new Arrival(plan, action, isSink, kept, at)));
        }
    }

    /// <summary>The messages of a plan that reached an action, or its sinks: of several that got the same message, the first.</summary>
    /// <param name="dead">Dead letters, which did not reach the action that they died at.</param>
    public IReadOnlyList<Arrival> Of(string plan, string? action, IReadOnlyList<DeadLetter> dead)
    {
        lock (_lock)
        {
            foreach (var letter in dead)
                Remove((letter.Plan, letter.Action, letter.Id));
            return
            [
                .. _arrivals.Values.OrderBy(static each => each.Number).Select(static each => each.Arrival)
                    .Where(arrival => arrival.Plan == plan && (action is null ? arrival.IsSink : arrival.Action.IsCalled(action)))
                    .DistinctBy(static arrival => arrival.Message.Id),
            ];
        }
    }

    private void Remove((string Plan, string Action, MessageId Id) key)
    {
        if (_arrivals.Remove(key, out var before))
            before.Arrival.Message.TakePayload().Release();
    }
}
