namespace Windrow.Events.Posttroll.Messages;

/// <summary>What is subscribed to: the beginning of a message's octets. There is no border of names in it: <c>/foo</c> gets <c>/foobar</c>, too.</summary>
internal static class Topic
{
    /// <summary>As posttroll completes a topic: <c>counter</c> and <c>/counter</c> are <c>pytroll://counter</c>, an empty one is every message.</summary>
    public static string Complete(string topic) =>
        topic.StartsWith(Grammar.MagicText, StringComparison.Ordinal) ? topic
        : topic.StartsWith('/') ? Grammar.MagicText + topic
        : $"{Grammar.MagicText}/{topic}";
}
