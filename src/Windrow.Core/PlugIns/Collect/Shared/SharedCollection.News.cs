using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <content>What is told of members without the key of their set.</content>
internal sealed partial class SharedCollection
{
    // How often it is looked whether some of it is too old.
    private static readonly TimeSpan Forgetting = TimeSpan.FromMinutes(1);

    /// <param name="part">What the message has of the key.</param>
    /// <param name="told">What it tells.</param>
    public void Hear(Message message, Metadata part, MessageId identity, Metadata told, Output output)
    {
        output.Hold(message);
        var owes = message.Part;
        message.Abandon();
        _writer.Clear();
        MetadataBinary.Write(_writer, part);
        _pending ??= new ArrivalWrite(_scope, _rules, this);
        _pending.Add(new SharedTold(identity, part, default(MessageId).With(_writer.Written), told, Now, owes));
        if (_pending.Count >= MostMembers)
            Submit();
    }

    /// <summary>Messages told of members that no set has waited for.</summary>
    public void Forgot(int unused)
    {
        CollectLog.NoMembers(_log, _context.Path, unused);
        Post(output => output.Count(0, unused));
    }

    // Before when what was told is too old by now; null: it was looked for that a moment ago.
    private DateTime? ForgetsNewsBefore()
    {
        if (!_options.TakesNews || Now < _forgetsNewsAt)
            return null;
        _forgetsNewsAt = Now + Forgetting;
        return Now - _options.Remember;
    }
}
