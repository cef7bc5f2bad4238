using Windrow.Core.Messages;

namespace Windrow.Fields.Values;

/// <summary>multio's <c>flushKind</c>, by name or by number: 0 first-step, 1 default, 2 step-and-restart, 3 last-step, 4 end-of-simulation, 5 close-connection.</summary>
internal static class FlushKinds
{
    private static readonly MetadataSlot Slot = new("flushKind");

    /// <summary>The model sends nothing more.</summary>
    public static bool IsLast(Metadata metadata) => Number(metadata) is 3 or 4 or 5;

    /// <summary>The model may go on from here in another run.</summary>
    public static bool IsRestart(Metadata metadata) => Number(metadata) is >= 2 and <= 5;

    /// <summary>The model goes on, and may do so from here in another run.</summary>
    public static bool IsStepAndRestart(Metadata metadata) => Number(metadata) == 2;

    /// <summary>The model has done its last step.</summary>
    public static bool IsLastStep(Metadata metadata) => Number(metadata) == 3;

    private static long Number(Metadata metadata)
    {
        if (!Slot.TryGet(metadata, out var kind))
            return -1;
        if (kind.TryGetInt64(out var number))
            return number;
        return !kind.TryGetString(out var name) ? -1 : name switch
        {
            "step-and-restart" => 2,
            "last-step" => 3,
            "end-of-simulation" => 4,
            "close-connection" => 5,
            _ => -1,
        };
    }
}
