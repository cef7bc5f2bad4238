namespace Windrow.Core.Flows.Testing;

/// <summary>The names of what <see cref="FlowCounts"/> counts.</summary>
public static class TestCounts
{
    public static IReadOnlyList<string> Names { get; } = ["accepted", "delivered", "absorbed", "stored", "dropped", "unmatched", "dead", "open"];

    public static long Of(FlowCounts counts, string name) => name switch
    {
        "accepted" => counts.Accepted,
        "delivered" => counts.Delivered,
        "absorbed" => counts.Absorbed,
        "stored" => counts.Stored,
        "dropped" => counts.Dropped,
        "unmatched" => counts.Unmatched,
        "dead" => counts.Dead,
        _ => counts.Open,
    };
}
