using System.Runtime.InteropServices;
using Windrow.Core.Chains;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Collect;

/// <content>Sets whose members are held, as no state store has them.</content>
internal sealed partial class Departures
{
    /// <summary>Lets a set leave whose members are held.</summary>
    public void LeaveHeld(Emission emission, Output output)
    {
        var held = CollectionsMarshal.AsSpan(((CollectedSet)emission.Set).Held);
        if (emission.IsAlert || options.Emit == CollectEmission.Dataset)
        {
            var digest = new SetDigest(options, _files);
            foreach (var member in held)
                digest.Add(member.Message.Id, new MemberOrigin(member.Message.Origin, member.Message.Inputs.ToArray(), ChainKeys.Of(member.Message.Metadata).ToArray()), member.Are, member.Entry is { } entry ? (MetadataValue)entry : (options.Handed(member.Message.Metadata) is { } handed ? MetadataValue.Of(handed) : default(MetadataValue?)));
            var message = digest.Build(emission, held.Length > 0 ? held[^1].Message.Part?.Add() : null, output);
            foreach (var member in held)
            {
                if (!emission.LeavesOpen && !member.Message.IsSettled)
                    output.Absorb(member.Message);
            }

            output.Emit(message);
        }
        else
        {
            EmitHeld(emission, held, output);
        }

        if (emission.LeavesOpen)
            return;
        DropWaiting((CollectedSet)emission.Set, output);
        if (options.Late != LatePolicy.Amend)
            ((CollectedSet)emission.Set).Held.Clear();
    }

    // Members that did not count when their set ended.
    private static void DropWaiting(CollectedSet set, Output output)
    {
        foreach (var message in set.TakeHeldWaiting())
            output.Drop(message);
    }

    /// <summary>Drops the members of a set that is given up, where they are held.</summary>
    public static void DropHeld(CollectedSet set, Output output)
    {
        foreach (var member in set.Held)
        {
            if (!member.Message.IsSettled)
                output.Drop(member.Message);
        }

        set.Held.Clear();
        DropWaiting(set, output);
    }

    private void EmitHeld(Emission emission, Span<HeldMember> held, Output output)
    {
        // Those of an earlier revision owe to nobody any more; the last late one carries them.
        var carrier = held[^1].Message.Part;
        foreach (ref var member in held)
        {
            var message = member.Message;
            var isFirst = emission.Revision == 1;
            if (options.Late == LatePolicy.Amend)
                member = member with { Message = message.ShareFor(null) };
            output.Emit(isFirst ? message : OfRevision(message, emission.Revision, message.Part ?? carrier?.Add()));
        }
    }
}
