using Windrow.Core.Errors;
using Windrow.Core.Flows.Testing;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.FlowTesting.Judging;

namespace Windrow.FlowTesting.Running;

/// <summary>The faults of a test. Safe for several threads.</summary>
/// <param name="start">When the test began, by its clock.</param>
internal sealed class PlannedFaults(IReadOnlyList<TestFault> faults, TimeProvider clock, DateTimeOffset start)
{
    private readonly Lock _lock = new();
    private readonly int[] _made = new int[faults.Count];

    /// <summary>Faults that were to happen and never did.</summary>
    public IEnumerable<TestFault> Unused
    {
        get
        {
            lock (_lock)
                return [.. faults.Where((_, index) => _made[index] == 0)];
        }
    }

    /// <summary>The failure that the action has now with this message; null: it works.</summary>
    public Failure? Next(string plan, ActionDefinition action, Message message)
    {
        lock (_lock)
        {
            for (var i = 0; i < faults.Count; i++)
            {
                if (Happens(faults[i], _made[i], plan, action, message))
                {
                    _made[i]++;
                    return new Failure(faults[i].Class, faults[i].Reason);
                }
            }

            return null;
        }
    }

    private bool Happens(TestFault fault, int made, string plan, ActionDefinition action, Message message)
    {
        if ((fault.Plan is not null && fault.Plan != plan) || !action.IsCalled(fault.Action))
            return false;
        var since = clock.GetUtcNow() - start;
        if (since < fault.After || (fault.For is { } length ? since >= fault.After + length : made >= (fault.Times ?? 1)))
            return false;
        return fault.Metadata is null || MetadataDifference.Of(fault.Metadata, message.Metadata) is null;
    }
}
