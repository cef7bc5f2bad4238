using System.Numerics;

namespace Windrow.Core.Stages;

/// <summary>The groups whose first message can be worked on, by priority and then in order of arrival.</summary>
internal sealed class ReadyGroups
{
    public const int Levels = 10;

    private readonly Queue<KeyGroup>[] _levels = new Queue<KeyGroup>[Levels];
    private uint _occupied;

    public void Add(KeyGroup group)
    {
        group.IsReady = true;
        (_levels[group.Priority] ??= new Queue<KeyGroup>()).Enqueue(group);
        _occupied |= 1U << group.Priority;
    }

    public bool TryTake(out KeyGroup group)
    {
        while (_occupied != 0)
        {
            var level = BitOperations.Log2(_occupied);
            var queue = _levels[level];
            group = queue.Dequeue();
            if (queue.Count == 0)
                _occupied &= ~(1U << level);

            // A group that became more urgent was added again at a higher level; what is left here is stale.
            if (!group.IsReady || group.Priority != level)
                continue;
            group.IsReady = false;
            return true;
        }

        group = null!;
        return false;
    }
}
