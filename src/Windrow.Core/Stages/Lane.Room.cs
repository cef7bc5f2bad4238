using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Resources;

namespace Windrow.Core.Stages;

/// <content>How a worker waits for room.</content>
internal sealed partial class Lane
{
    // What failed behind the first action, barriers and an action's own work need nothing of what the first action needs.
    private bool TryEnterRoom(RoomRequest room, in StageItem item)
    {
        room.IsRefused = false;
        if (item.Index != 0 || item.Message.Kind >= MessageKind.Flush)
            return true;
        try
        {
            room.Memory = Math.Max(0, _segment.PeakMemoryOf(item.Message));
        }
        catch (Exception exception)
        {
            _segment.Plan.LogFault(_segment.PathOf(0), exception);
            room.Memory = 0;
        }

        // Before: from then on another thread may run the lane.
        _waitsForRoom = true;
        if (!_segment.Plan.Budget!.TryEnter(room))
            return false;
        _waitsForRoom = false;
        return true;
    }

    private void LeaveRoom()
    {
        if (_room is { IsAdmitted: true } room)
            _segment.Plan.Budget!.Leave(room);
    }

    private void Refuse(in StageItem item) => _outputs[item.Index].Fail(item.Message, Failure.Permanent(
        $"the action needs {ByteSizeText.Format(_room!.Memory)} of memory for this message, more than the whole flow has",
        "raise 'settings.resources.memory' and try the dead letter again"));
}
