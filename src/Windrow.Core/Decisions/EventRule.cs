using Windrow.Core.Messages;

namespace Windrow.Core.Decisions;

/// <summary>
/// A rule in C#, by which the action <c>route</c> decides where events go. It is asked about events for which the rule's condition <c>when</c> holds. Several
/// threads may ask at the same time; it keeps nothing, as an event may come a second time.
/// </summary>
public abstract class EventRule
{
    /// <summary>
    /// True: it wants to know of the dataset that an event is of, under <c>dataset</c>: <c>dataset.name</c>, <c>dataset.files</c>, <c>dataset.metadata</c>. Where <c>route</c> has
    /// the option <c>datasets</c>, a server is asked for these before.
    /// </summary>
    public virtual bool WantsDataset => false;

    /// <summary>Whether the rule holds for an event.</summary>
    /// <param name="metadata">Of the event. A name with points leads into maps, as in conditions.</param>
    public abstract Decision Decide(Metadata metadata);
}
