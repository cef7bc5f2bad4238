using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns.Collect.Orders;

/// <summary>What an operator wants of a set.</summary>
/// <param name="Key">The set's key as <see cref="StoredCollection.KeyText"/> has it.</param>
/// <param name="By">By how much its deadline is put off.</param>
/// <param name="Who">Who wants it, for the log.</param>
public sealed record SetOrder(SetVerb Verb, string Key, TimeSpan By, string Who)
{
    /// <summary>What was done, for people.</summary>
    public string Done => Verb switch
    {
        SetVerb.Fire => "fired",
        SetVerb.Drop => "dropped",
        _ => $"extended by {DurationText.Format(By)}",
    };

    /// <summary>Why nothing can be done to a set; null: it can.</summary>
    internal string? Objection(SetState? set) => set switch
    {
        null => $"there is no set '{Key}' any more",
        { IsOpen: false } => $"the set '{Key}' is over",
        { Count: 0 } when Verb == SetVerb.Fire => $"the set '{Key}' has no member that counts, so nothing could leave",
        _ => null,
    };

    /// <summary>Puts the deadline off. A set that was told in an alert waits for its deadline again, if that is to come.</summary>
    internal void Extend(SetState set, CollectOptions options, DateTime now)
    {
        // From now on, where it is over.
        var deadline = new Completeness(options).DeadlineOf(set);
        set.Extended += By + (deadline < now ? now - deadline : TimeSpan.Zero);
        if (set.Phase == SetPhase.Alerted)
            set.Phase = SetPhase.Open;
    }
}
