using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns.Collect;

/// <content>Sets that leave once before they are complete.</content>
public sealed partial class CollectOptions
{
    /// <summary>With how many members a set leaves before it is complete; null: it does not.</summary>
    public int? Early { get; set; }

    public string? EarlyPer { get; set; }

    private void ResolveEarly(OptionReport report)
    {
        if (EarlyPer is not null && Early is null)
            report.Error("early-per", "nothing says how many are needed for the set to leave early", "add 'early: 20', or leave 'early-per' out");
        if (Early is null)
            return;
        if (Shared == true)
            report.Error("shared", "a set that several processes have in common does not leave early", "leave 'early' out, or 'shared'");
        if (Emit == CollectEmission.Members)
            report.Error("early", "members that have left would leave again with the whole set", "leave 'early' out, or 'emit: members'");
        if (EarlyPer is not null && !Enumerable.Range(0, Members.Count).Any(member => Members.ValuesOf(member).Contains(EarlyPer)))
            report.Error("early-per", $"no listed member has '{EarlyPer}'", "name a key of 'critical' or 'wanted'");
        Members.Group(EarlyPer);
    }
}
